"""A PostgreSQL of the tests' own: a cluster in a temporary folder, spoken to by a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

__all__ = ["Cluster", "binaries"]


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs; the newest of Debian's, or where PATH finds them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _version(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0


class Cluster:
    """A cluster from its making to its removal. As root it runs as the user postgres."""

    def __init__(self, *, options: tuple[str, ...] = ()) -> None:
        """Make and start it; ``options`` are settings such as ``fsync=on``."""
        programs = binaries()
        if programs is None:
            raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
        self.programs = programs
        self.root = Path(tempfile.mkdtemp(prefix="hustings-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.root, self.user, self.user)
        self.data = self.root / "data"
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "hustings",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self.options = options
        self.start()

    @property
    def url(self) -> str:
        """The DATABASE_URL of its one database."""
        return f"postgresql://hustings@{quote(str(self.root), safe='')}/postgres"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = " ".join(
            f"-c {setting}"
            for setting in (
                "listen_addresses=",
                f"unix_socket_directories={self.root}",
                "max_connections=300",
                *self.options,
            )
        )
        self._run(
            "pg_ctl",
            "-D",
            str(self.data),
            "-w",
            "-t",
            "60",
            "-o",
            settings,
            "-l",
            str(self.root / "log"),
            "start",
        )

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` is as a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def remove(self) -> None:
        """Stop the server and remove the folder."""
        self.stop(mode="immediate")
        shutil.rmtree(self.root, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = (
            subprocess.run(
                [str(self.programs / program), *arguments],
                check=False,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                cwd=self.root,
                user=self.user,
                timeout=120,
            )
            if program != "pg_ctl" or arguments[-1] != "start"
            else self._started(program, arguments)
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def _started(
        self, program: str, arguments: tuple[str, ...]
    ) -> subprocess.CompletedProcess[str]:
        # The server keeps what it inherits open, so no pipe is waited for.
        with (self.root / "start").open("w+") as out:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                check=False,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                cwd=self.root,
                user=self.user,
                timeout=120,
            )
            out.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), "")
