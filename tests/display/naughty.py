"""Texts that strangers might write to steer, hide, cover or mislead."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

DATA = Path(__file__).parent.parent / "data" / "naughty_texts.json"
NAUGHTY: dict[str, str] = json.loads(DATA.read_text(encoding="ascii"))

ANY_CHARACTER = st.characters(codec=None, exclude_categories=())

PIECES = st.one_of(
    st.text(ANY_CHARACTER, max_size=6),
    st.sampled_from(
        "\x1b\x1b[\x9b]P\x90\x9d_^X\x07\x9c\x18\\;0m \n\t\r\u0301\u093f\u200d\ufe0f\u20e3"
    ),
    st.sampled_from(
        "\U0001f468\U0001f3fd\u2764\U0001f1fa\u1100\u1161\u05d0\u0645王é\u202e\u2068\u2069"
    ),
    st.sampled_from(sorted(NAUGHTY.values())).map(lambda text: text[:40]),
)

HOSTILE = st.lists(PIECES, max_size=12).map("".join)
"""Any characters, the parts of sequences and clusters among them, in any order."""
