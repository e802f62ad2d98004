"""What hypothesis makes up for each target: nonsense, and what is nearly right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from smsdesk.config.rendering import toml_value
from smsdesk.config.sections import keys
from tests.campaigns.fuzz.targets import SECRET, with_one_replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

_any_text = st.text(st.characters(codec=None), max_size=60)
_written = st.text(max_size=60)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | _any_text
    | st.sampled_from(
        ["", "0", "-1", "1e9", "9" * 30, "inbound", "Fri, 20 Nov 2026 25:61:61 +9999"]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_any_text, inner, max_size=4),
    max_leaves=10,
)
_toml = st.one_of(
    _written.map(toml_value),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(repr),
    st.sampled_from(["true", "[]", "{}", "{a = 1}", "1979-05-27", f'"{SECRET}"', "[[1]]"]),
)
_names = st.sampled_from([key.name for key in keys()] + [SECRET]) | _written.map(toml_value)
_sections = st.sampled_from(sorted({key.section for key in keys()})) | _names
_entry = st.tuples(_names, _toml).map(" = ".join)
_section = st.tuples(_sections, st.lists(_entry, max_size=4)).map(
    lambda made: "\n".join([f"[{made[0]}]", *made[1]])
)
_cell = st.sampled_from(
    ["name", "Phone", "email", "+14155550111", "(415) 555-0111", "4.15555E+09", '="415"', "STOP",
     "no", "2026-01-31", "=1+1", "Ünïcode", '"', ";", "\t"]
) | _written  # fmt: skip
_sheet = st.lists(st.lists(_cell, max_size=6).map(",".join), max_size=8)
_encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "utf-32"])

TEXTS: Mapping[str, st.SearchStrategy[str]] = {
    "configuration": st.lists(_section | _entry | _written, max_size=5).map("\n".join),
    "environment": st.tuples(
        st.sampled_from([key.variable.removeprefix("SMSDESK_") for key in keys()]) | _written,
        _written | st.just(SECRET),
    ).map("=".join),
    "keywords": st.one_of(
        _any_text,
        st.tuples(_any_text, st.sampled_from(["stop", "START", "yes", "opt out"]), _any_text).map(
            "".join
        ),
        st.text("sStToOpP-.\u200b \uff33\ufb06", max_size=12),
    ),
    "phones": st.text(alphabet="+0123456789()-. extN/\u0660\uff11", max_size=30) | _any_text,
}
BYTES: Mapping[str, st.SearchStrategy[bytes]] = {
    "files": st.one_of(
        st.binary(max_size=400),
        st.tuples(_sheet, _encodings).map(
            lambda made: "\n".join(made[0]).encode(made[1], "replace")
        ),
        st.tuples(
            st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", b"BEGIN:VCARD"]),
            st.binary(max_size=200),
        ).map(b"".join),
    ),
    "answers": st.one_of(
        st.binary(max_size=200),
        st.tuples(
            st.binary(min_size=1, max_size=1),
            st.builds(with_one_replaced, st.integers(0, 50), st.integers(0, 500), _json),
        ).map(b"".join),
    ),
}
