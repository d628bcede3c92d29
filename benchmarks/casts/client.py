"""Many electors at once: each connection casts one ballot after another, by HTTP as a browser does.

    python -m benchmarks.casts.client PORT REQUESTS CLIENTS SECONDS

REQUESTS holds a line ``code nonce sealed`` for each ballot. With ``-`` in its place the connections
ask for /healthz, which does no work: the most that the server and this client can do together.
Prints one JSON object: seconds, latencies in milliseconds, this client's own processor seconds, the
receipts, and a count of the answers by kind. An answer is waited for even after the time is over,
so whatever was cast is acknowledged.
"""

from __future__ import annotations

import json
import re
import select
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"(?i)set-cookie: *(csrf=[^;]+)")
LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
RECEIPT = re.compile(rb'class="receipt">([^<]+)<')
PATIENCE = 60.0  # seconds without any answer


class Connection:
    """A connection that stays open, and the token and cookie of its first page."""

    def __init__(self, port: int) -> None:
        """Open it and fetch the page where codes are entered."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"Host: 127.0.0.1:{port}\r\n".encode()
        self.came, self.began = b"", 0.0
        self.ask(b"GET /vote/ HTTP/1.1\r\n" + self.host + b"\r\n")
        while not (page := self.answer()):
            pass
        token, cookie = TOKEN.search(page), COOKIE.search(page)
        assert token, page
        assert cookie, page
        self.token, self.cookie = token[1], cookie[1]

    def ask(self, request: bytes) -> None:
        """Send a request, which is short enough for the socket to take at once."""
        self.came, self.began = b"", time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> bytes:
        """Read on; the whole answer once it is there, until then nothing."""
        more = self.socket.recv(1 << 16)
        assert more, "the server closed a connection"
        self.came += more
        head, end, body = self.came.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if end else None
        return self.came if length and len(body) >= int(length[1]) else b""

    def cast(self, fields: bytes) -> None:
        """Send the form of the check page when the page itself sealed the ballot."""
        body = b"csrfmiddlewaretoken=" + self.token + fields
        head = (
            b"POST /vote/cast/ HTTP/1.1\r\n"
            + self.host
            + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"
            % len(body)
        )
        self.ask(head + b"Cookie: " + self.cookie + b"\r\n\r\n" + body)

    def look(self) -> None:
        """Ask whether the site is up."""
        self.ask(b"GET /healthz HTTP/1.1\r\n" + self.host + b"\r\n")


@dataclass
class Told:
    """What came back, and how long each answer took."""

    seconds: float = 0.0
    cpu: float = 0.0  # of this client
    latencies: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def take(self, answer: bytes, began: float, *, casting: bool) -> None:
        """Note one answer."""
        self.latencies.append(1000 * (time.perf_counter() - began))
        good = answer.startswith(b"HTTP/1.1 200")
        receipt = RECEIPT.search(answer) if casting and good else None
        if receipt:
            self.receipts.append(receipt[1].decode())
        self.kinds["good" if good and bool(receipt) is casting else answer[:15].decode()] += 1


def fields_of(line: str) -> bytes:
    """A ballot's fields behind the token."""
    code, nonce, sealed = line.split()
    return f"&code={code}&nonce={nonce}&sealed={quote(sealed, safe='')}&declared=1".encode()


def run(connections: list[Connection], ballots: Iterator[bytes] | None, seconds: float) -> Told:
    """Keep every connection asking for so long, or until no ballot is left; None: /healthz."""
    told, poll = Told(), select.epoll()
    cpu, began = time.process_time(), time.perf_counter()
    busy = {c.socket.fileno(): c for c in connections if ask(c, ballots)}
    for number in busy:
        poll.register(number, select.EPOLLIN)
    while busy:
        ready = poll.poll(PATIENCE)
        assert ready, "the server does not answer any more"
        for number, _ in ready:
            if answer := busy[number].answer():
                told.take(answer, busy[number].began, casting=ballots is not None)
                if time.perf_counter() - began >= seconds or not ask(busy[number], ballots):
                    poll.unregister(number)
                    del busy[number]
    told.seconds, told.cpu = time.perf_counter() - began, time.process_time() - cpu
    return told


def ask(connection: Connection, ballots: Iterator[bytes] | None) -> bool:
    """Send the next request; False where there is none left."""
    if ballots is None:
        connection.look()
        return True
    fields = next(ballots, None)
    if fields:
        connection.cast(fields)
    return fields is not None


def main() -> None:
    """Run, and print what came of it."""
    port, where, clients, seconds = sys.argv[1:]
    lines = Path(where).read_text().splitlines() if where != "-" else []
    ballots = [fields_of(line) for line in lines]
    connections = [Connection(int(port)) for _ in range(int(clients))]
    told = run(connections, iter(ballots) if where != "-" else None, float(seconds))
    for connection in connections:
        connection.socket.close()
    print(json.dumps(vars(told)))


if __name__ == "__main__":
    main()
