r"""Web addresses in what a stranger wrote, and where they really lead.

Before a link is opened the agent is shown its host, so the host must be the one that the browser
will ask. Programs read one address differently (``https://bank.example\@evil.example``, a name
before ``@``, letters that become others); therefore what is opened is put together anew from the
parts that were read here, and nothing of it is left to be read in another way. The parts are
those of the WHATWG URL standard, which browsers follow.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from smsdesk.display import DisplayText, one_line

LONGEST_ADDRESS = 2_048
"""Characters of an address that is taken for one."""

_HIGHEST_PORT = 65_535
_LONGEST_HOST = 253

_ADDRESS = re.compile(r"(?:https?://|www\.)(?=[\w\[])[^\s<>\"]+", re.IGNORECASE)
_TRAILING = frozenset(".,;:!?'*_\u2026\u2068\u2069")
_OPENING = {")": "(", "]": "[", "}": "{"}

_PARTS = re.compile(r"(?:(https?):)?/*([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_NUMBER = re.compile("0x[0-9a-f]*|[0-9]+")
_KEPT = "!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~"


_NOTHING = DisplayText()


class Link(NamedTuple):
    """A web address.

    Attributes:
        url: what is to be opened, in ASCII; never with a user's name or password.
        host: where it leads, in ASCII: punycode for letters beyond it, the number behind a number
            written in another way.
        reads: how a browser may show the host instead, where that differs.
    """

    url: str
    host: str
    reads: DisplayText = _NOTHING


def link_spans(text: DisplayText) -> tuple[tuple[int, int], ...]:
    """Return where web addresses stand in ``text``, as (start, end).

    The punctuation of the sentence around an address is no part of it; a closing bracket is,
    where the address opened it. Linear in the length of ``text``.
    """
    if "://" not in text and "www." not in text.lower():
        return ()
    found = ((match.start(), _end(match)) for match in _ADDRESS.finditer(text))
    return tuple((start, end) for start, end in found if end - start <= LONGEST_ADDRESS)


def links(text: DisplayText) -> tuple[Link, ...]:
    """Return the web addresses of ``text`` that lead anywhere (``www.`` by https)."""
    found = (link(text[start:end]) for start, end in link_spans(text))
    return tuple(one for one in found if one)


def link(address: str) -> Link | None:
    """Return where ``address`` leads, or nothing where that is not certain.

    Only http and https lead anywhere; so does no host that holds what a host cannot.
    """
    parts = _PARTS.fullmatch(address)
    if parts is None or len(address) > LONGEST_ADDRESS:
        return None
    scheme, authority, rest = parts.groups()
    place = _HOST_AND_PORT.fullmatch(authority.rpartition("@")[2])
    if place is None or int(place[2] or 0) > _HIGHEST_PORT:
        return None
    host = _host(place[1])
    if not host:
        return None
    port = f":{int(place[2])}" if place[2] else ""
    path = rest if rest.startswith("/") else f"/{rest}"
    url = f"{(scheme or 'https').lower()}://{host}{port}{_quoted(path)}"
    return Link(url, host, _reads(host))


def _end(match: re.Match[str]) -> int:
    """Return where the address ends, without the sentence around it."""
    address = match[0]
    surplus = {
        closing: address.count(closing) - address.count(_OPENING[closing]) for closing in _OPENING
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return match.start() + end


def _host(written: str) -> str:
    """Return a host in ASCII, or nothing where it is none."""
    if written.startswith("["):
        return _ipv6(written)
    # A letter that becomes others may become capital ones.
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).lower())
    labels = [_label(label) for label in _DOTS.split(lowered)]
    named = labels[:-1] if len(labels) > 1 and not labels[-1] else labels
    if not all(map(_LABEL.fullmatch, named)) or len(".".join(labels)) > _LONGEST_HOST:
        return ""
    if _NUMBER.fullmatch(named[-1]):
        return _ipv4(".".join(named))
    return ".".join(labels)


def _label(written: str) -> str:
    """Return a label in ASCII, or nothing where it holds more than letters, digits and marks."""
    if written.isascii():
        return written
    if not all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in written):
        return ""
    return f"xn--{written.encode('punycode').decode()}"


def _ipv4(written: str) -> str:
    """Return the address behind any spelling: one number, octal, hexadecimal, fewer parts."""
    import socket

    try:
        return socket.inet_ntoa(socket.inet_aton(written))
    except OSError:
        return ""


def _ipv6(written: str) -> str:
    import ipaddress

    try:
        return f"[{ipaddress.IPv6Address(written[1:-1])}]"
    except ValueError:
        return ""


def _reads(host: str) -> DisplayText:
    """Return ``host`` with the letters that its punycode stands for, or nothing."""
    if "xn--" not in host:
        return _NOTHING
    try:
        return one_line(".".join(map(_read_label, host.split("."))))
    except UnicodeError:
        return _NOTHING


def _read_label(label: str) -> str:
    return label[4:].encode().decode("punycode") if label.startswith("xn--") else label


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe=_KEPT)
