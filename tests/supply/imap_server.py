"""A real IMAP server of this machine's own (pymap), with a folder a test."""

from __future__ import annotations

import asyncio
import imaplib
import itertools
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

USER, PASSWORD = "buyer@shop.example", "s3cret word"
_numbers = itertools.count(1)


class ImapFolder:
    """A folder of the server."""

    def __init__(self, port: int, name: str) -> None:
        self.name = name
        user, password = USER.replace("@", "%40"), PASSWORD.replace(" ", "%20")
        self.url = f"imap://{user}:{password}@127.0.0.1:{port}/{name}"
        self._port = port
        with self._client() as client:
            client.create(name)

    def put(self, mail: Message | bytes) -> None:
        """A mail arrives."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        with self._client() as client:
            status, said = client.append(self.name, "", datetime.now(UTC), raw)
            assert status == "OK", said

    def unseen(self) -> int:
        """How many mails nobody has seen."""
        with self._client() as client:
            client.select(self.name, readonly=True)
            return len(client.search(None, "UNSEEN")[1][0].split())

    def see_all(self) -> None:
        """A colleague opens every mail."""
        with self._client() as client:
            client.select(self.name)
            client.store("1:*", "+FLAGS", "(\\Seen)")

    def make_anew(self) -> None:
        """The folder is lost and made again, empty, with other numbers."""
        with self._client() as client:
            client.delete(self.name)
            client.create(self.name)

    @contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self._port, 5)
        try:
            client.login(USER, PASSWORD)
            yield client
        finally:
            client.logout()


class ImapServer:
    """The server's process."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from pymap.main import main; main()"),
                *("--host", "127.0.0.1", "--port", str(self.port), "--no-tls"),
                *("--no-service", "admin", "dict"),
                *("--demo-user", USER, "--demo-password", PASSWORD),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._wait()

    def folder(self) -> ImapFolder:
        """A new folder."""
        return ImapFolder(self.port, f"Orders{next(_numbers)}")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            assert self._process.poll() is None, self._process.communicate()[1].decode()
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("The IMAP server does not start.")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def over_tls(url: str, certificate: tuple[Path, Path]) -> AsyncIterator[str]:
    """The same folder behind TLS, as providers put it: the URL of it, on `localhost`."""
    account, _, place = url.removeprefix("imap://").rpartition("@")
    port, _, folder = place.removeprefix("127.0.0.1:").partition("/")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await reader.read(65_536):
                writer.write(some)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, before = await asyncio.open_connection("127.0.0.1", int(port))
        await asyncio.gather(pass_on(reader, before), pass_on(behind, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
        tls_port = server.sockets[0].getsockname()[1]
        yield f"imaps://{account}@localhost:{tls_port}/{folder}"
