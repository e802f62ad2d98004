"""What Textual has parsed of the styles, kept from app to app: each parses them ten times."""

from __future__ import annotations

from collections import defaultdict
from functools import wraps
from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from textual.css.model import RuleSet

    Parsed = LRUCache[tuple[Hashable, ...], list[RuleSet]]

_KEPT: defaultdict[frozenset[tuple[str, str]], Parsed] = defaultdict(lambda: LRUCache(1024))
"""By the theme's variables, which stand in the rules as values."""


def share() -> None:
    """Let all apps of this process share what is parsed; a rule never changes after that."""
    Stylesheet.__init__ = _sharing(Stylesheet.__init__)  # type: ignore[method-assign]
    Stylesheet.set_variables = _sharing(Stylesheet.set_variables)  # type: ignore[method-assign]


def _sharing(set_up: Callable[..., None]) -> Callable[..., None]:
    @wraps(set_up)
    def shared(sheet: Stylesheet, *args: object, **named: object) -> None:
        sheet._parse_cache = LRUCache(1)  # that may be emptied
        set_up(sheet, *args, **named)
        sheet._parse_cache = _KEPT[frozenset(sheet._variables.items())]

    return shared
