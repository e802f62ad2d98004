"""What was said, and the order in which the carrier tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Told = tuple[list[str], list[int]]


def told_late(texts: Sequence[str], *, at_least: int) -> st.SearchStrategy[Told]:
    """Draw up to five of some texts, and the places of them in the order in which they are told."""
    said = st.lists(st.sampled_from(texts), min_size=at_least, max_size=5)
    return said.flatmap(lambda one: st.tuples(st.just(one), st.permutations(range(len(one)))))
