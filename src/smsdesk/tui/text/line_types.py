"""Lines as the screen names them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Final[Mapping[LineType, str]] = MappingProxyType(
    {
        LineType.MOBILE: "mobile",
        LineType.LANDLINE: "landline",
        LineType.FIXED_VOIP: "VoIP",
        LineType.NON_FIXED_VOIP: "VoIP",
        LineType.PERSONAL: "personal number",
        LineType.TOLL_FREE: "toll-free",
        LineType.PREMIUM: "premium rate",
        LineType.SHARED_COST: "shared cost",
        LineType.UAN: "company-wide number",
        LineType.VOICEMAIL: "voicemail",
        LineType.PAGER: "pager",
    }
)


def line_name(line_type: LineType) -> DisplayText:
    """Return what the line is called; nothing for one that is not known."""
    return DisplayText(_NAMES.get(line_type, ""))
