"""Which addresses may take the place of Twilio's: the account's credentials go there."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit, urlunsplit


def checked_base_url(url: str) -> str:
    """Return ``url`` without a trailing slash; an empty one stays empty.

    Raises:
        ValueError: neither https nor http to this computer itself, or more than an address.
    """
    if not url:
        return ""
    rule = "twilio.base_url must be https, or http to this computer (127.0.0.1, localhost)."
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        plain_address = parts.port != 0 and parts.username is None and parts.password is None
    except ValueError:
        raise ValueError(rule) from None
    if not plain_address or parts.query or parts.fragment or not host or not url.isprintable():
        raise ValueError(rule)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback_host(host)):
        return urlunsplit(parts).rstrip("/")
    raise ValueError(rule)


def is_loopback(url: str) -> bool:
    """Whether a checked URL leads to this computer itself."""
    return _is_loopback_host(urlsplit(url).hostname or "")


def _is_loopback_host(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
