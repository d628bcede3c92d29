"""Many electors at once: each connection casts one ballot after another, by HTTP as a browser does.

    python client.py PORT REQUESTS CLIENTS SECONDS

REQUESTS holds a line ``code nonce sealed`` for each ballot. With ``-`` in its place the connections
ask for /healthz, which does no work: the most that the server and this client can do together.
Prints one JSON object: answers, seconds, latencies in milliseconds, and anything but a receipt.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"(?i)set-cookie: *(csrf=[^;]+)")
LENGTH = re.compile(rb"(?i)content-length: (\d+)")


class Answers:
    """What came back, and how long each took."""

    def __init__(self) -> None:
        """Begin with none."""
        self.latencies: list[float] = []
        self.kinds: Counter[str] = Counter()


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[bytes, bytes]:
    """One request on a connection that stays open; its headers and body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    found = LENGTH.search(head)
    body = await reader.readexactly(int(found[1])) if found else b""
    return head, body


def form_request(port: int, cookie: bytes, token: bytes, line: str) -> bytes:
    """The form that the check page sends when the page itself sealed the ballot."""
    code, nonce, sealed = line.split()
    fields = {"code": code, "nonce": nonce, "sealed": sealed, "declared": "1"}
    body = b"csrfmiddlewaretoken=" + token
    for name, value in fields.items():
        body += f"&{name}={quote(value, safe='')}".encode()
    return (
        f"POST /vote/cast/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nCookie: ".encode()
        + cookie
        + b"\r\n\r\n"
        + body
    )


def is_receipt(head: bytes, body: bytes) -> bool:
    """Whether this is the confirmation page."""
    return head.startswith(b"HTTP/1.1 200") and b'class="receipt"' in body


async def elector(port: int, lines: Iterator[str] | None, until: float, told: Answers) -> None:
    """One connection, from its first page to the end of the time or of the ballots."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    host = f"Host: 127.0.0.1:{port}\r\n\r\n".encode()
    head, body = await ask(reader, writer, b"GET /vote/ HTTP/1.1\r\n" + host)
    found, sent = TOKEN.search(body), COOKIE.search(head)
    assert found and sent
    health = b"GET /healthz HTTP/1.1\r\n" + host
    while time.perf_counter() < until:
        if lines is None:
            request = health
        else:
            line = next(lines, None)
            if line is None:
                told.kinds["no ballots left"] += 1
                break
            request = form_request(port, sent[1], found[1], line)
        began = time.perf_counter()
        head, body = await ask(reader, writer, request)
        told.latencies.append(1000 * (time.perf_counter() - began))
        good = head.startswith(b"HTTP/1.1 200") if lines is None else is_receipt(head, body)
        told.kinds["answered" if good else head[:15].decode()] += 1
    writer.close()


async def load(port: int, lines: Iterator[str] | None, clients: int, seconds: float) -> Answers:
    """All connections at once, for that long."""
    told = Answers()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(elector(port, lines, until, told) for _ in range(clients)))
    return told


def main() -> None:
    """Run, and print what came of it."""
    port, clients, seconds = int(sys.argv[1]), int(sys.argv[3]), float(sys.argv[4])
    where = sys.argv[2]
    lines = None if where == "-" else iter(Path(where).read_text().splitlines())
    began = time.perf_counter()
    told = asyncio.run(load(port, lines, clients, seconds))
    spent = time.perf_counter() - began
    told.latencies.sort()
    at = lambda q: told.latencies[min(len(told.latencies) - 1, int(q * len(told.latencies)))]  # noqa: E731
    print(
        json.dumps(
            {
                "rate": len(told.latencies) / spent,
                "seconds": spent,
                "p50": at(0.5),
                "p99": at(0.99),
                "longest": told.latencies[-1],
                "kinds": told.kinds,
            }
        )
    )


if __name__ == "__main__":
    main()
