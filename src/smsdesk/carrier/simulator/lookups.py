"""``GET /v2/PhoneNumbers/{number}``: Lookup v2.

As with Twilio a number that cannot exist is an answer (200, ``valid`` false), and so is a
package that failed (200, with an ``error_code`` inside the package). Only
``line_type_intelligence`` is simulated; the other packages say that they are not enabled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from smsdesk.carrier.simulator.answers import json_answer
from smsdesk.carrier.simulator.refusals import RefusalError
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from smsdesk.carrier.simulator.call import Call
    from smsdesk.carrier.simulator.ledger import Ledger
    from smsdesk.carrier.simulator.people import Person

_PACKAGES: Final = (
    "caller_name",
    "sim_swap",
    "call_forwarding",
    "line_status",
    "line_type_intelligence",
    "identity_match",
    "reassigned_number",
    "sms_pumping_risk",
    "phone_number_quality_score",
    "pre_fill",
)
_NOT_ENABLED: Final = 60606

_WITH_CARRIER: Final = frozenset(
    {LineType.LANDLINE, LineType.MOBILE, LineType.FIXED_VOIP, LineType.NON_FIXED_VOIP}
)
"""The line types for which Lookup names the carrier."""


def lookup(call: Call) -> Response:
    """Say whether a number can exist, and what kind of line it is if asked."""
    written = call.path["number"]
    if not any(char.isdecimal() for char in written):
        raise RefusalError(20404, call.request.path)
    fields = set(filter(None, call.request.args.get("Fields", "").split(",")))
    if not fields <= {*_PACKAGES, "validation"}:
        raise RefusalError(60618, "Fields")
    answer: dict[str, Any] = {
        **_validation(written, call.request.args.get("CountryCode", "US"), call.ledger),
        **dict.fromkeys(_PACKAGES),
        "url": call.request.base_url,
    }
    for package in fields - {"validation"}:
        answer[package] = {"error_code": _NOT_ENABLED}
    if "line_type_intelligence" in fields:
        number = answer["phone_number"] if answer["valid"] else None
        answer["line_type_intelligence"] = number and _line_type(call.ledger.person(number))
    return json_answer(answer)


def _line_type(person: Person) -> dict[str, Any]:
    known = person.lookup_error is None
    carrier = known and person.line_type in _WITH_CARRIER
    mobile = known and person.line_type is LineType.MOBILE
    return {
        "carrier_name": person.carrier_name if carrier else None,
        "error_code": person.lookup_error,
        "mobile_country_code": "310" if mobile else None,
        "mobile_network_code": "999" if mobile else None,
        "type": person.line_type.value if known else None,
    }


def _validation(written: str, region: str, ledger: Ledger) -> dict[str, Any]:
    # Loaded at the first lookup only: a world without lookups starts without it.
    import phonenumbers as pn

    reasons = {
        pn.ValidationResult.TOO_SHORT: "TOO_SHORT",
        pn.ValidationResult.TOO_LONG: "TOO_LONG",
        pn.ValidationResult.INVALID_LENGTH: "INVALID_LENGTH",
        pn.ValidationResult.INVALID_COUNTRY_CODE: "INVALID_COUNTRY_CODE",
    }
    try:
        parsed = pn.parse(written, region)
    except pn.NumberParseException as error:
        wrong_country = error.error_type == pn.NumberParseException.INVALID_COUNTRY_CODE
        return _invalid(written, "INVALID_COUNTRY_CODE" if wrong_country else "NOT_A_NUMBER")
    number = pn.format_number(parsed, pn.PhoneNumberFormat.E164)
    valid = ledger.person(number).valid
    if not (ledger.registered(number) and valid) and not (valid and pn.is_valid_number(parsed)):
        reason = pn.is_possible_number_with_reason(parsed)
        return _invalid(number, reasons.get(reason, "INVALID_BUT_POSSIBLE"))
    return {
        "calling_country_code": str(parsed.country_code),
        "country_code": pn.region_code_for_number(parsed),
        "phone_number": number,
        "national_format": pn.format_number(parsed, pn.PhoneNumberFormat.NATIONAL),
        "valid": True,
        "validation_errors": [],
    }


def _invalid(number: str, reason: str) -> dict[str, Any]:
    return {
        "calling_country_code": None,
        "country_code": None,
        "phone_number": number,
        "national_format": None,
        "valid": False,
        "validation_errors": [reason],
    }
