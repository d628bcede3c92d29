"""Whoever makes papers is killed in the middle of it: nothing is half good."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT
from tests.web.killing import Install


def _worker(at: Install, *arguments: str, wait: bool = True) -> Any:
    command = [sys.executable, "-m", "tests.web.post.print_worker", *arguments]
    if not wait:
        return subprocess.Popen(command, cwd=ROOT, env=at.environment, stderr=subprocess.DEVNULL)
    done = subprocess.run(
        command, cwd=ROOT, env=at.environment, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout) if done.stdout.startswith(("{", '"')) else None


@pytest.mark.parametrize("kind", ["papers", "envelopes"])
def test_a_worker_killed_half_way_leaves_no_number_and_at_the_next_sweep_no_file(
    install: Install, kind: str
) -> None:
    name = _worker(install, "prepare", kind, "5000")
    aside = Path(install.environment["HUSTINGS_DATA"]) / "post" / f"{name}.part"
    worker = _worker(install, "work", wait=False)
    while not aside.exists():
        assert worker.poll() is None
        time.sleep(0.02)
    time.sleep(0.5)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert aside.exists()
    nothing = {"numbers": 0, "made": False}
    assert _worker(install, "aftermath") == {
        "at_once": nothing | {"state": "under_way"},  # the worker may be silent for a while
        "later": nothing | {"state": "stopped"},
        "swept": 1,
    }
    assert not aside.exists()
