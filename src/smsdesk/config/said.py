"""One value as somebody said it, and who."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A value that is not yet checked.

    Attributes:
        value: as TOML would hold it.
        origin: ``FILE:LINE``, or the name of the environment variable.
        subject: what an error line about it begins with.
        from_file: whether it stands in the file (a path in it is relative to the file).
    """

    value: object
    origin: str
    subject: str
    from_file: bool = True
