"""Connections that send a letter at a time keep nobody else waiting."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.places import ROOT

SLOW = 200
"""Many more than the requests that are handled at once."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The site as `hustings serve` runs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    left_out = {"DATABASE_URL", "HUSTINGS_DATA", "HUSTINGS_BASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    server = subprocess.Popen(
        [sys.executable, "-m", "hustings", "serve", "--port", str(number), "--data", str(tmp_path)],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k not in left_out},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(number, server)
        yield number
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the site ended by itself"
        try:
            assert _answer(port, "/healthz") == b"ok\n"
        except (URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the site did not begin to answer")


def _answer(port: int, path: str) -> bytes:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return bytes(answer.read())


def test_requests_that_never_end_keep_nobody_from_voting(port: int) -> None:
    half = [
        b"GET /vote/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /vote/paper/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\ncode=",
    ]
    with ExitStack() as held:
        for n in range(SLOW):
            slow = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            slow.sendall(half[n % 2])
        time.sleep(1)
        for _ in range(5):
            assert b"<h1" in _answer(port, "/vote/")
