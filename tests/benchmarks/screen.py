from __future__ import annotations


def figures(*_a):
    return ()
