"""What a process that is open all day asks of the C library about its memory.

glibc gives every thread a heap of its own and keeps what is freed there, in pieces too small to
be used again: after a busy day a fifth of the process is nothing else. Our threads run Python,
one at a time, and can share one heap. And once a large block has been freed, it lets blocks of
that size into the heap, where each leaves a hole.
"""

from __future__ import annotations

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""glibc's numbers for them (``malloc.h``)."""

LARGE = 128 * 1024
"""Bytes from which a block gets pages of its own: where glibc begins, and now stays."""


def keep_heap_small() -> None:
    """Let all threads to come share one heap, for small blocks only (``mallopt(3)``)."""
    _ask("mallopt", _M_ARENA_MAX, 1)
    _ask("mallopt", _M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give back to the system what is free, in some ten milliseconds without Python's lock.

    See ``malloc_trim(3)``.
    """
    _ask("malloc_trim", 0)


def _ask(name: str, *arguments: int) -> None:
    """Call a function of glibc; with another C library nothing happens."""
    import ctypes  # two milliseconds that a command can do without

    try:
        function = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):  # on Windows not even ``None`` is a library
        return
    function(*arguments)
