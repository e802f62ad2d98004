"""What Textual would keep of windows that are closed.

Its cache of background colours (``StylesCache.get_inner_outer``) is a ``functools.lru_cache`` on
a method, so each entry holds on to all that one widget has painted, until a thousand others have
pushed it out: some 2 MiB more for every hour in which windows are opened and closed.
"""

from __future__ import annotations

from textual._styles_cache import StylesCache


def forget_closed_windows() -> None:
    """Let go of what widgets have painted that are gone; the others paint as before."""
    StylesCache.get_inner_outer.cache_clear()
