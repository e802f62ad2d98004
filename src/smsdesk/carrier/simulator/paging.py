"""Pages of a listing that do not shift while new messages arrive.

A page's token names the last message of the page before. What arrives meanwhile is newer than
that, so it changes no page to come. As with Twilio the token is opaque: a client follows
``next_page_uri`` and reads nothing in it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from smsdesk.carrier.simulator.entries import Position
from smsdesk.carrier.simulator.refusals import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE_SIZE: Final = 50
"""Rows of a page that was asked for without a size."""

LARGEST_PAGE: Final = 1000


def token(position: Position) -> str:
    """Return the token of the page that begins after ``position``."""
    name = f"{position.created!r} {position.sequence} {position.sid}"
    return "PA" + urlsafe_b64encode(name.encode()).decode()


def position(page_token: str) -> Position:
    """Return where the page of a token begins.

    Raises:
        RefusalError: it is no token of ours.
    """
    try:
        created, sequence, sid = urlsafe_b64decode(page_token.removeprefix("PA")).decode().split()
        return Position(float(created), int(sequence), sid)
    except ValueError as error:
        raise RefusalError(20001, "PageToken") from error


def whole_number(text: str, name: str, *, largest: int) -> int:
    """Return a parameter that is a whole number from 0 to ``largest``.

    Raises:
        RefusalError: it is none.
    """
    # ``isdecimal`` takes digits of every script; ``int`` reads them all.
    if not text.isdecimal() or int(text) > largest:
        raise RefusalError(20001, name)
    return int(text)


def page_json(
    path: str,
    arguments: Mapping[str, str],
    rows: tuple[str, Sequence[dict[str, Any]]],
    *,
    size: int,
    next_token: str | None,
) -> dict[str, Any]:
    """Return one page as Twilio's 2010 API writes it.

    There is no total, and ``previous_page_uri`` is always null: nobody reads backwards.

    Args:
        path: of the listing.
        arguments: of the request, from which those of the other pages follow.
        rows: the key of the list, and the list.
        size: rows of a full page.
        next_token: token of the next page, if there is one.
    """
    page = whole_number(arguments.get("Page", "0"), "Page", largest=10**9)
    filters = {
        name: value for name, value in arguments.items() if name not in ("Page", "PageToken")
    }
    filters["PageSize"] = str(size)

    def uri(number: int, token: str | None = None) -> str:
        more = {} if token is None else {"PageToken": token}
        return f"{path}?{urlencode({**filters, 'Page': str(number), **more})}"

    key, found = rows
    start = page * size
    return {
        "end": max(start, start + len(found) - 1),
        "first_page_uri": uri(0),
        "next_page_uri": None if next_token is None else uri(page + 1, next_token),
        "page": page,
        "page_size": size,
        "previous_page_uri": None,
        "start": start,
        "uri": uri(page, arguments.get("PageToken")),
        key: list(found),
    }
