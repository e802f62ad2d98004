"""``desk.templates``: the texts of the firm that hold another value for each lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core import templates
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.templates import Template, TemplateImport
    from smsdesk.core.rules.merge_fields import Filled


class FillsTemplates(Protocol):
    """Templates as they are used."""

    def every(self) -> tuple[Template, ...]:
        """Return all templates by name."""

    def named(self, name: str) -> Template:
        """Return a template by its name, in any case.

        Raises:
            TemplateError: there is none.
        """

    def filled_for(self, text: str, number: str, given: Mapping[str, str] | None = None) -> Filled:
        """Fill a template's text with a lead's values, those given before its own.

        Raises:
            NotANumber: the number is not in E.164.
            TemplateError: the text cannot be read, or a value is for no known field.
        """


class WritesTemplates(FillsTemplates, Protocol):
    """Templates, and how they are made; each raises ``TemplateError`` for what cannot be read."""

    def add(self, name: str, text: str) -> Template:
        """Keep a new template; refuse a name that there is, in any case."""

    def edit(self, name: str, *, new_name: str | None = None, text: str | None = None) -> Template:
        """Change a template's name or text, or both; what is left out stays."""

    def remove(self, name: str) -> None:
        """Remove a template."""


class Templates(WritesTemplates, Protocol):
    """Templates, and many at once."""

    def take_in(self, given: Sequence[tuple[str, str]]) -> TemplateImport:
        """Keep templates (name and text), all or none; one of the same name is changed."""


class _Templates(Templates):
    def __init__(self, context: Context) -> None:
        self._context = context

    def every(self) -> tuple[Template, ...]:
        return templates.every(self._context)

    def named(self, name: str) -> Template:
        return templates.named(self._context, name)

    def filled_for(self, text: str, number: str, given: Mapping[str, str] | None = None) -> Filled:
        return templates.filled_for(self._context, text, number, given)

    @needs(Act.EDIT_TEMPLATES)
    def add(self, name: str, text: str) -> Template:
        return templates.add(self._context, name, text)

    @needs(Act.EDIT_TEMPLATES)
    def edit(self, name: str, *, new_name: str | None = None, text: str | None = None) -> Template:
        return templates.edit(self._context, name, new_name=new_name, text=text)

    @needs(Act.EDIT_TEMPLATES)
    def remove(self, name: str) -> None:
        templates.remove(self._context, name)

    @needs(Act.EDIT_TEMPLATES)
    def take_in(self, given: Sequence[tuple[str, str]]) -> TemplateImport:
        return templates.take_in(self._context, given)


def templates_of(context: Context) -> Templates:
    """Return the face of an open desk."""
    return _Templates(context)
