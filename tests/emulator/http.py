"""As much HTTP/1.1 as the Bot API needs, over asyncio streams, so that a connection can be cut
at any point."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `fields` joins the query's and the body's (form or JSON)."""

    path: str
    fields: dict[str, Any]
    headers: dict[str, str]
    """By their names in small letters."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file in a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: bytes as they are, anything else in JSON."""

    status: int
    body: Any


class CutConnectionError(Exception):
    """Close the connection without an answer."""


Handler = Callable[[Request], Awaitable[Reply]]


class HttpServer:
    """Listens on this machine, and answers with what the handler returns."""

    def __init__(self, handler: Handler, port: int = 0) -> None:
        self.handler = handler
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        assert self._server is not None, "the server is not running"
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._converse(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                reply = await self.handler(request)
                writer.write(_render(reply))
                await writer.drain()
        except (CutConnectionError, ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    line = (await reader.readline()).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while (header := (await reader.readline()).decode("latin-1").strip()) != "":
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    url = urlsplit(line[1])
    fields: dict[str, Any] = dict(parse_qsl(url.query, keep_blank_values=True))
    if headers.get("content-type", "").startswith("application/json"):
        fields.update(json.loads(body))
    elif headers.get("content-type", "").startswith("multipart/form-data"):
        fields.update(_parts(headers["content-type"], body))
    else:
        fields.update(parse_qsl(body.decode(), keep_blank_values=True))
    return Request(unquote(url.path), fields, headers)


def _parts(content_type: str, body: bytes) -> dict[str, Any]:
    """The fields of a form with files (RFC 7578)."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    fields: dict[str, Any] = {}
    for part in message_from_bytes(head + body).get_payload():
        assert isinstance(part, Message)
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        file = part.get_filename()
        fields[name] = content.decode() if file is None else UploadedFile(file, content)
    return fields


def _render(reply: Reply) -> bytes:
    is_file = isinstance(reply.body, bytes)
    body = reply.body if is_file else json.dumps(reply.body).encode()
    kind = "application/octet-stream" if is_file else "application/json"
    head = (
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
