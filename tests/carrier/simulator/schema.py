"""Holds answers against Twilio's own OpenAPI schemas, reduced to what the simulator answers.

OpenAPI 3.0 says ``nullable: true`` where JSON Schema says ``"type": [..., "null"]``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

_FOLDER = Path(__file__).parent / "schemas"

NULL_IN_PRACTICE = {
    # Twilio's schema of Lookup has every package as an object and every field of a package as
    # a value; its documentation shows null for a package that was not asked for, for a carrier
    # that is not known, and for the error code of a package that did not fail.
    "LookupResponse": {
        "caller_name",
        "sim_swap",
        "call_forwarding",
        "line_type_intelligence",
        "line_status",
        "identity_match",
        "reassigned_number",
        "sms_pumping_risk",
    },
    "LineTypeIntelligenceInfo": {
        "carrier_name",
        "error_code",
        "mobile_country_code",
        "mobile_network_code",
        "type",
    },
}


def _json_schema(node: Any) -> Any:
    if isinstance(node, list):
        return [_json_schema(part) for part in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _json_schema(part) for key, part in node.items() if key != "nullable"}
    return _or_null(plain) if node.get("nullable") is True else plain


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _load(name: str) -> dict[str, Any]:
    document = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    converted: dict[str, Any] = _json_schema(document)
    for schema, fields in NULL_IN_PRACTICE.items():
        properties = converted["components"]["schemas"].get(schema, {}).get("properties", {})
        for field in fields & properties.keys():
            properties[field] = _or_null(properties[field])
    return converted


_DOCUMENTS = {name: _load(name) for name in ("messages", "lookups")}


def properties(document: str, schema: str) -> set[str]:
    """Return the keys that Twilio's schema knows."""
    return set(_DOCUMENTS[document]["components"]["schemas"][schema]["properties"])


def check(answer: object, document: str, schema: str) -> None:
    """Raise ``jsonschema.ValidationError`` unless ``answer`` is as Twilio's schema says."""
    jsonschema.validate(answer, {"$ref": f"#/components/schemas/{schema}", **_DOCUMENTS[document]})
