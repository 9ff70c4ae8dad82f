"""A page that describes the API. FastAPI's own would load scripts from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.channels.web.chat_pages import PagesOfApp
from bot.channels.web.session import Language

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a request body; `values` is its type or the values it may have."""

    name: str
    required: bool
    values: str
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked of the API."""

    method: str
    path: str
    summary: str
    about: str
    fields: tuple[ShownField, ...]


@router.get("/api/docs")
async def docs(request: Request, pages: PagesOfApp, language: Language) -> HTMLResponse:
    """Every operation with its fields, from the same description as `/api/openapi.json`."""
    described = tuple(_operations(request.app.openapi()))
    return HTMLResponse(pages.render("api.html", language, operations=described))


def _operations(api: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in api["paths"].items():
        for method, said in methods.items():
            schema = said["requestBody"]["content"]["application/json"]["schema"]
            fields = tuple(_fields(schema))
            yield Operation(
                method.upper(), path, said["summary"], schema.get("description", ""), fields
            )


def _fields(schema: Mapping[str, Any], prefix: str = "") -> Iterator[ShownField]:
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        default = field.get("default")
        shown = "" if default is None else str(default)
        yield ShownField(prefix + name, name in needed, _values(field), shown)
        if "properties" in field.get("items", {}):
            yield from _fields(field["items"], f"{prefix}{name}[].")


def _values(field: Mapping[str, Any]) -> str:
    """`string, at most 40`, or the values of a closed list."""
    kinds = [part for part in field.get("anyOf", [field]) if part.get("type") != "null"]
    kind = kinds[0]
    if "enum" in kind:
        return " | ".join(kind["enum"])
    said = str(kind.get("format") or kind.get("type", ""))
    longest = kind.get("maxLength")
    return f"{said} ≤ {longest}" if longest else said
