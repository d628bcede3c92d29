"""A small mail server for tests, which takes, refuses, hangs up or brings its client down."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socketserver
import threading
from types import TracebackType

__all__ = ["MailServer"]


class _Session(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as smtplib speaks."""

    server: _Listener

    def handle(self) -> None:
        owner = self.server.owner
        self.say("220 test")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                refused = owner.refuses(address)
                self.say("550 no such user" if refused else "250 ok")
                to += [] if refused else [address]
            elif word == "DATA":
                self.say("354 go on")
                content = self.read_message()
                if owner.take(to[-1], content):
                    self.say("250 taken")
                else:
                    return
                to = []
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_message(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    owner: MailServer


class MailServer:
    """Takes e-mails: ``taken`` has the recipient and the head with the plain text of each."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.behave()
        self._listener = _Listener(("127.0.0.1", 0), _Session)
        self._listener.owner = self
        self.host, self.port = "127.0.0.1", int(self._listener.server_address[1])
        self._thread = threading.Thread(target=self._listener.serve_forever, daemon=True)

    def behave(self) -> None:
        """Take everything."""
        self._refused: set[str] = set()
        self._everybody = False
        self._hang_up_after = self._die_after = 10**9

    def refuse(self, address: str) -> None:
        """Know nobody of that address."""
        self._refused.add(address)

    def refuse_everybody(self) -> None:
        """Know nobody."""
        self._everybody = True

    def hang_up_after(self, count: int) -> None:
        """Break the connection instead of answering, once so many were taken."""
        self._hang_up_after = count

    def die_after(self, count: int) -> None:
        """Interrupt the sending process while it waits for the answer to that e-mail."""
        self._die_after = count

    def refuses(self, address: str) -> bool:
        """Whether the address is unknown."""
        return self._everybody or address in self._refused

    def take(self, to: str, content: bytes) -> bool:
        """Keep the e-mail; False to hang up without an answer."""
        if len(self.taken) >= self._hang_up_after:
            return False
        message = email.message_from_bytes(content, policy=email.policy.default)
        head = "\n".join(f"{name}: {value}" for name, value in message.items())
        body = message.get_body(("plain",))
        assert body is not None
        self.taken.append((to, f"{head}\n\n{body.get_content()}"))
        if len(self.taken) == self._die_after:
            os.kill(os.getpid(), signal.SIGINT)
            return False
        return True

    def __enter__(self) -> MailServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
