"""Web addresses in a text, and the host that a browser really asks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import DisplayText, many_lines
from smsdesk.web_links import Link, link, link_spans, links
from tests.display.naughty import HOSTILE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no address", []),
        ("see https://example.com/a?b=c.", ["https://example.com/a?b=c"]),
        ("(www.example.com)", ["www.example.com"]),
        ("https://en.example/wiki/A_(b)", ["https://en.example/wiki/A_(b)"]),
        ("(https://en.example/wiki/A_(b)).", ["https://en.example/wiki/A_(b)"]),
        ("HTTP://EXAMPLE.COM, http://b.example!", ["HTTP://EXAMPLE.COM", "http://b.example"]),
        ("https://a.example/[x]}]", ["https://a.example/[x]"]),
        ("http://", []),
        ("www.", []),
        ("https://....", []),
        ("ftp://a.example javascript:alert(1) file:///etc/passwd", []),
        ("https://a.example/" + "x" * 3_000, []),
    ],
)
def test_addresses_are_found_without_the_sentence_around_them(text: str, found: list[str]) -> None:
    shown = many_lines(text)
    assert [shown[start:end] for start, end in link_spans(shown)] == found


@pytest.mark.parametrize(
    ("address", "url", "host", "reads"),
    [
        ("HTTP://EXAMPLE.COM", "http://example.com/", "example.com", ""),
        ("www.example.com/a?b#c", "https://www.example.com/a?b#c", "www.example.com", ""),
        (
            "https://www.paypal.com@xn--pypal-4ve.com/login",
            "https://xn--pypal-4ve.com/login",
            "xn--pypal-4ve.com",
            "p\u0430ypal.com",
        ),
        (
            "https://p\u0430ypal.com/",
            "https://xn--pypal-4ve.com/",
            "xn--pypal-4ve.com",
            "p\u0430ypal.com",
        ),
        (
            "https://bank.example\\@evil.example/",
            "https://bank.example/%5C@evil.example/",
            "bank.example",
            "",
        ),
        ("https://bank.example%2f@evil.example/", "https://evil.example/", "evil.example", ""),
        (
            "https://bank.example#@evil.example/",
            "https://bank.example/#@evil.example/",
            "bank.example",
            "",
        ),
        (
            "https://bank.example?@evil.example/",
            "https://bank.example/?@evil.example/",
            "bank.example",
            "",
        ),
        ("https://a@b@evil.example", "https://evil.example/", "evil.example", ""),
        (
            "https://bank.example:pw@evil.example:8443/x",
            "https://evil.example:8443/x",
            "evil.example",
            "",
        ),
        ("https://fa\u00df.de", "https://xn--fa-hia.de/", "xn--fa-hia.de", "fa\u00df.de"),
        ("https://\uff25x\u3002example", "https://ex.example/", "ex.example", ""),
        ("https://a.example/\u00e9 x", "https://a.example/%C3%A9%20x", "a.example", ""),
        ("http://2130706433/", "http://127.0.0.1/", "127.0.0.1", ""),
        ("http://0x7f.1", "http://127.0.0.1/", "127.0.0.1", ""),
        ("http://0177.0.0.1", "http://127.0.0.1/", "127.0.0.1", ""),
        ("http://[0:0::1]/", "http://[::1]/", "[::1]", ""),
    ],
)
def test_where_an_address_really_leads(address: str, url: str, host: str, reads: str) -> None:
    assert link(address) == Link(url, host, DisplayText(reads))


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "https://@",
        "https://a..b",
        "https://-a.example",
        "https://a b.example",
        "https://%65vil.example",
        "https://ev\u2100l.example",
        "https://bank.example\uff0fx",
        "https://a.example:99999",
        "https://a.example:x",
        "https://999.1.1.1",
        "http://[::1",
        "http://[x]",
        "https://bank\ufffd.example",
        "https://" + "a" * 64 + ".example",
        "javascript:alert(1)",
    ],
)
def test_what_leads_nowhere_for_certain_is_no_link(address: str) -> None:
    assert link(address) is None


@given(
    HOSTILE, st.sampled_from(["https://", "http://a.example", "www.", "https://a@", "https://é"])
)
def test_every_reader_finds_the_host_that_is_shown(text: str, beginning: str) -> None:
    for one in links(many_lines(f"{text} {beginning}{text}")):
        assert one.url.isascii()
        assert one.url.isprintable()
        assert one.url.startswith(("http://", "https://"))
        parts = urlsplit(one.url)
        assert parts.hostname == one.host.strip("[]")
        assert parts.username is None
        assert "\\" not in one.url
        assert link(one.url) == one


@given(HOSTILE)
def test_addresses_stand_in_order_within_the_text(text: str) -> None:
    shown = many_lines(f"{many_lines(text)}\n www.a.example {text}")
    edges = [edge for span in link_spans(shown) for edge in span]
    assert edges == sorted(edges)
    assert len(edges) >= 2
