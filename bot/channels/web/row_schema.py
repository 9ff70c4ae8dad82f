"""What the API's description (OpenAPI 3.1) says about a kind of row."""

from __future__ import annotations

from typing import Any

from knowledge.intake.rows import Row

#: A row keeps minor units, but takes amounts as `knowledge.intake.numerals.minor_units` reads them.
_AMOUNTS = ("price", "cost", "unit_price", "total", "order_minimum")
_AMOUNT = {"type": "string", "format": "decimal", "examples": ["129.00"]}
_AS_WRITTEN: dict[str, dict[str, Any]] = {
    **dict.fromkeys(_AMOUNTS, _AMOUNT),
    "pack_volume": {"type": "string", "format": "decimal", "examples": ["24.5"]},
    "price_breaks": {"type": "string", "examples": ["500:11.80;1000:11.20"]},
}

_ANSWERS = {
    "200": "Updated, or unchanged",
    "201": "Created",
    "401": "The bearer token is missing or wrong",
    "404": "It refers to something that is not known",
    "409": "It contradicts what is known",
    "422": "A field is not usable; `errors` names each with its message",
    "503": "The API is not configured",
}


def operation(model: type[Row], key: str | None = None) -> dict[str, Any]:
    """The request body and the answers of an operation that puts a row.

    Args:
        key: the field that stands in the address and may be left out of the body.
    """
    body = {"application/json": {"schema": _schema(model, key)}}
    described: dict[str, Any] = {
        "requestBody": {"required": True, "content": body},
        "responses": {status: {"description": said} for status, said in _ANSWERS.items()},
    }
    if key is not None:
        place = {"name": key, "in": "path", "required": True, "schema": {"type": "string"}}
        described["parameters"] = [place]
    return described


def _schema(model: type[Row], key: str | None) -> dict[str, Any]:
    schema = model.model_json_schema()
    schema["required"] = [name for name in schema.get("required", []) if name != key]
    definitions = schema.pop("$defs", {})
    resolved = _inlined(schema, definitions)
    assert isinstance(resolved, dict)
    return resolved


def _inlined(part: object, definitions: dict[str, Any]) -> object:
    """The schema with every reference replaced (OpenAPI would look for it elsewhere), and
    amounts as they are written."""
    if isinstance(part, list):
        return [_inlined(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {
        name: _AS_WRITTEN.get(name) or _inlined(value, definitions) for name, value in part.items()
    }
