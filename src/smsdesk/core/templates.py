"""Templates of the firm: kept, and filled for one lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.read_models.templates import Template, TemplateImport
from smsdesk.core.rules.merge_fields import (
    FIELDS,
    TemplateError,
    checked_field,
    fields_of,
    fill,
    first_name_of,
    has_something,
)
from smsdesk.core.rules.numbers import checked_number
from smsdesk.storable_text import storable
from smsdesk.store.tables import leads, templates
from smsdesk.store.tables.templates import TemplateRecord
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smsdesk.core.context import Context, Writing
    from smsdesk.core.rules.merge_fields import Filled
    from smsdesk.store.tables.leads import LeadRecord

_TWICE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
"""A field as many other tools write it: here it would stand for a brace, and stay open."""

LONGEST_NAME = 64
LONGEST_TEXT = 1_600
"""In characters, as it is written: the gate counts what leaves."""

_OF_ANY_SIGNUP = ("event", "state", "zip", "country")


def every(context: Context) -> tuple[Template, ...]:
    """Return all templates by name."""
    with context.database.read() as connection:
        return tuple(_template(record) for record in templates.every(connection))


def named(context: Context, name: str) -> Template:
    """Return a template by its name, in any case.

    Raises:
        TemplateError: there is none.
    """
    with context.database.read() as connection:
        record = templates.get(connection, _folded(name))
    if record is None:
        raise _unknown(name)
    return _template(record)


def add(context: Context, name: str, text: str) -> Template:
    """Keep a new template.

    Raises:
        TemplateError: there is one of that name, or its name or text is none.
    """
    name, text = _checked_name(name), _checked_text(text)
    with writing(context) as work:
        if (there := templates.get(work.connection, _folded(name))) is not None:
            raise TemplateError(f"there is a template {there.name!r} already; edit changes it")
        return _template(_keep(work, context.agent, name, text))


def edit(
    context: Context, name: str, *, new_name: str | None = None, text: str | None = None
) -> Template:
    """Change a template's name or text, or both; what is left out stays.

    Raises:
        TemplateError: there is none, its new name is another's, or what is new cannot be read.
    """
    checked_name = None if new_name is None else _checked_name(new_name)
    checked_text = None if text is None else _checked_text(text)
    folded = _folded(name)
    with writing(context) as work:
        before = templates.get(work.connection, folded)
        if before is None:
            raise _unknown(name)
        becomes = before.name if checked_name is None else checked_name
        if _folded(becomes) != folded:
            if (there := templates.get(work.connection, _folded(becomes))) is not None:
                raise TemplateError(f"there is a template {there.name!r} already")
            templates.remove(work.connection, folded)
        body = before.body if checked_text is None else checked_text
        if (becomes, body) == (before.name, before.body):
            return _template(before)
        return _template(_keep(work, context.agent, becomes, body))


def remove(context: Context, name: str) -> None:
    """Remove a template.

    Raises:
        TemplateError: there is none.
    """
    with writing(context) as work:
        if not templates.remove(work.connection, _folded(name)):
            raise _unknown(name)


def take_in(context: Context, given: Sequence[tuple[str, str]]) -> TemplateImport:
    """Keep templates (name and text), all or none; one of the same name is changed.

    Those that are not among them stay; the same again changes nothing.

    Raises:
        TemplateError: one of them cannot be read, or two have the same name.
    """
    checked: dict[str, tuple[str, str]] = {}
    for raw_name, text in given:
        name = _checked_name(raw_name)
        if _folded(name) in checked:
            raise TemplateError(f"there are two templates {name!r}; nothing was imported")
        try:
            checked[_folded(name)] = name, _checked_text(text)
        except TemplateError as error:
            raise TemplateError(f"{name}: {error}; nothing was imported") from error
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    with writing(context) as work:
        for folded, (name, body) in checked.items():
            before = templates.get(work.connection, folded)
            if before is not None and (before.name, before.body) == (name, body):
                unchanged.append(name)
                continue
            (added if before is None else changed).append(name)
            _keep(work, context.agent, name, body)
    return TemplateImport(tuple(added), tuple(changed), tuple(unchanged))


def filled_for(
    context: Context, text: str, number: str, given: Mapping[str, str] | None = None
) -> Filled:
    """Fill a template's text for one lead.

    Args:
        text: with merge fields.
        number: whose values; of each the newest signup that has one.
        given: values that go before the lead's, by field.

    Raises:
        NotANumber: the number is not in E.164.
        TemplateError: the text cannot be read, or a value is for no known field.
    """
    checked_number(number)
    with context.database.read() as connection:
        signups = leads.of_number(connection, number)
    asked = {checked_field(name): value for name, value in (given or {}).items()}
    values = {"agent": context.agent, "firm": context.config.desk.firm}
    return fill(text, values | _values_of(signups) | asked)


def _values_of(signups: Sequence[LeadRecord]) -> dict[str, str]:
    """Return a lead's values, the newest signup first.

    A phone may be a couple's: name, first name and address are those of one person, whoever has
    signed up last, even where they have to be asked for then.
    """
    named = next((signup for signup in signups if signup.name.strip()), None)
    theirs = [one for one in signups if named is None or one.name in ("", named.name)]
    values = {field: _newest(field, signups) for field in _OF_ANY_SIGNUP}
    values["email"] = _newest("email", theirs)
    if named is not None:
        values["name"] = named.name
        values["first_name"] = named.first_name.strip() or first_name_of(named.name)
    return values


def _newest(field: str, signups: Sequence[LeadRecord]) -> str:
    return next(filter(has_something, (getattr(signup, field) for signup in signups)), "")


def _keep(work: Writing, agent: str, name: str, body: str) -> TemplateRecord:
    record = TemplateRecord(_folded(name), name, body, work.now_us, agent)
    templates.put(work.connection, record)
    return record


def _template(record: TemplateRecord) -> Template:
    try:
        fields = fields_of(record.body)
    except TemplateError:  # of a newer version, which knows other fields; to fill it says so
        fields = ()
    return Template(
        name=record.name,
        text=record.body,
        fields=fields,
        changed_at=from_us(record.changed_at),
        changed_by=record.changed_by,
    )


def _folded(name: str) -> str:
    return storable(" ".join(name.split())).text.casefold()


def _checked_name(name: str) -> str:
    written = " ".join(storable(name).text.split())
    if not written or len(written) > LONGEST_NAME or not written.isprintable():
        raise TemplateError(f"a template's name has 1 to {LONGEST_NAME} printable characters")
    return written


def _checked_text(text: str) -> str:
    written = storable(text).text.rstrip()
    if not written.strip():
        raise TemplateError("a template needs a text")
    if len(written) > LONGEST_TEXT:
        raise TemplateError(f"a template has at most {LONGEST_TEXT:,} characters")
    for field in _TWICE.findall(written):
        if field in FIELDS:
            raise TemplateError(f"write {{{field}}} with one brace at each end")
    fields_of(written)
    return written


def _unknown(name: str) -> TemplateError:
    return TemplateError(f"there is no template {name!r}; smsdesk templates list names them")
