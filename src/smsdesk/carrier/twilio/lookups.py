"""From Twilio's Lookup v2 answer to a line type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smsdesk.carrier.protocol import LookupAnswer
from smsdesk.carrier.twilio.answers import whole_number
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from collections.abc import Mapping


def lookup_of(number: str, payload: Mapping[str, Any]) -> LookupAnswer:
    """Read a Lookup with the ``line_type_intelligence`` package.

    A failed package comes with HTTP 200 and a code inside it: the line type is then unknown,
    whatever else it says.

    Args:
        number: the number that was asked about, in E.164.
        payload: Twilio's JSON object.

    Raises:
        ValueError: it is no Lookup.
    """
    valid = payload.get("valid")
    if not isinstance(valid, bool):
        raise ValueError("a lookup that does not say whether the number is valid")  # noqa: TRY004 - foreign data, not ours
    package = payload.get("line_type_intelligence")
    if not isinstance(package, dict):
        package = {}
    error_code = whole_number(package.get("error_code")) or None
    carrier_name = package.get("carrier_name")
    errors = payload.get("validation_errors")
    return LookupAnswer(
        number=number,
        valid=valid,
        line_type=LineType.UNKNOWN if error_code else _line_type(package.get("type")),
        carrier_name=carrier_name if isinstance(carrier_name, str) else "",
        error_code=error_code,
        validation_errors=tuple(
            error
            for error in (errors if isinstance(errors, list) else ())
            if isinstance(error, str)
        ),
    )


def _line_type(word: object) -> LineType:
    try:
        return LineType(word)  # type: ignore[arg-type]  # any object may be asked for
    except ValueError:
        return LineType.UNKNOWN
