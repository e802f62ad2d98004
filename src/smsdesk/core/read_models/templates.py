"""Templates as a screen or a script sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Template:
    """A text of the firm.

    Attributes:
        fields: the names of its merge fields, each once.
        changed_at: aware, in UTC.
    """

    name: str
    text: str
    fields: tuple[str, ...]
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class TemplateImport:
    """What an import of templates has done, by their names."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
