"""A code can be read in its letter or its e-mail, and nowhere that this site keeps anything."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from pytest_django import Settings

from hustings.web.booth.codes import digest_of
from hustings.web.project.backup import take_backup
from tests.places import ROOT
from tests.web.killing import Install
from tests.web.letters.mail_servers import MailServer
from tests.web.letters.posting import (
    CODE,
    bytes_of_the_database,
    codes_in,
    make_post,
)
from tests.web.letters.worker import work_off_the_queue

database = pytest.mark.django_db(transaction=True)


def forms_of(code: str) -> list[bytes]:
    """A code as it is written, as it is typed, in small letters, and in hexadecimal."""
    bare = code.replace("-", "")
    texts = (code, bare, code.lower(), bare.lower(), code.replace("-", " "))
    return [text.encode() for text in texts] + [text.encode().hex().encode() for text in texts]


def is_in(code: str, content: bytes) -> bool:
    return any(form in content for form in forms_of(code))


@database
def test_no_code_is_in_the_database_its_log_the_jobs_the_logs_or_a_backup(
    caplog: pytest.LogCaptureFixture, settings: Settings, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    post = make_post(4)
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        server.refuse("elector3@example.org")
        server.hang_up_after(2)
        mailing = post.mail()
        server.behave()
        post.client.post(post.url(f"mailings/{mailing.pk}/go-on/"))
        work_off_the_queue()
        mailed = [set(CODE.findall(text)).pop() for _, text in server.taken]
    assert len(mailed) == 3
    run = post.print("reminder")
    post.client.post(post.url(f"runs/{run.pk}/fetch/")).close()
    printed = codes_in(run)
    taken_down = run.file_name
    post.client.post(post.url("print/reminder/"))  # and one that fails
    blocked = site.DATA.letters / post.run().file_name if site.DATA else Path()
    blocked.mkdir()
    work_off_the_queue()
    blocked.rmdir()
    assert site.DATA is not None
    backup = take_backup(tmp_path / "backup.tar", site.DATA)
    with tarfile.open(backup.archive) as archive:
        assert not [name for name in archive.getnames() if "letters" in name or taken_down in name]
    kept = {
        "database": bytes_of_the_database(),
        "logs": caplog.text.encode(),
        "backup": backup.archive.read_bytes(),
        "secrets": backup.secrets.read_bytes(),
    }
    for code in (*mailed, *printed):
        assert [place for place, content in kept.items() if is_in(code, content)] == []
    if connection.vendor == "sqlite":  # the search does find what is there
        assert digest_of(printed[0]) in kept["database"]
        assert digest_of(printed[0]) in kept["backup"]
    else:
        assert digest_of(printed[0]).hex().encode() in kept["database"]


@database
def test_codes_shown_on_the_screen_are_in_that_one_answer_alone() -> None:
    post = make_post(3, state="draft", test_mode=True)
    answer = post.client.post(post.url("codes/"), {"n": 2})
    codes = CODE.findall(answer.content.decode())
    assert len(codes) == 2
    assert "no-store" in answer["Cache-Control"]
    kept = bytes_of_the_database()
    assert not [code for code in codes if is_in(code, kept)]
    assert CODE.findall(post.client.get(post.url("codes/")).content.decode()) == []


def _worker(at: Install, *arguments: str, wait: bool = True) -> Any:
    command = [sys.executable, "-m", "tests.web.letters.worker", *arguments]
    if not wait:
        return subprocess.Popen(command, cwd=ROOT, env=at.environment, stderr=subprocess.DEVNULL)
    done = subprocess.run(
        command, cwd=ROOT, env=at.environment, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout) if done.stdout.startswith(("{", '"')) else None


def test_a_worker_killed_half_way_leaves_no_code_and_at_the_next_sweep_no_file(
    install: Install,
) -> None:
    name = _worker(install, "prepare", "3000")
    aside = Path(install.environment["HUSTINGS_DATA"]) / "letters" / f"{name}.part"
    worker = _worker(install, "work", wait=False)
    while not aside.exists():
        assert worker.poll() is None
        time.sleep(0.02)
    time.sleep(1)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert aside.exists()
    found = _worker(install, "aftermath")
    nothing = {"codes": 0, "printed": 0, "made": False}
    assert found == {
        "at_once": nothing | {"state": "under_way"},  # the worker may be silent for a while
        "later": nothing | {"state": "stopped"},
        "swept": 1,
    }
    assert not aside.exists()
