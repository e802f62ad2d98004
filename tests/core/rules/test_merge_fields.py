"""Merge fields: read once, filled once, and never left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.merge_fields import (
    FIELDS,
    Filled,
    MergeField,
    TemplateError,
    fields_of,
    fill,
    first_name_of,
    has_something,
    parse,
)

SARAH = {"first_name": "Sarah", "event": "Tax night", "agent": "maria"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {first_name}, see you at {event}", "Hi Sarah, see you at Tax night"),
        ("Hi {First_Name}", "Hi Sarah"),
        ("Hi { first_name }", "Hi Sarah"),
        ("Hi {first_name|there}", "Hi Sarah"),
        ("Hi {name|there}", "Hi there"),
        ("Hi{name|}", "Hi"),
        ("{{first_name}", "{first_name}"),
        ("{{{first_name}}", "{Sarah}"),
        (":-} and 1 | 2", ":-} and 1 | 2"),
        ("", ""),
    ],
)
def test_a_template_is_filled(template: str, text: str) -> None:
    assert fill(template, SARAH) == Filled(text)


def test_fields_without_a_value_are_named_once_and_in_order_and_nothing_is_filled() -> None:
    filled = fill("{name} {first_name} {email} {name}", SARAH | {"email": " \n"})
    assert filled == Filled("", ("name", "email"))


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("Hi {frist_name}", "there is no field {frist_name}: did you mean {first_name}?"),
        ("Hi {firstname}", "did you mean {first_name}?"),
        ("Hi {xyz}", "there is no field {xyz}: known are first_name, name, "),
        ("Hi {}", "there is no field {}: known are "),
        ("Hi {first_name", "a field has no end: '{first_name'; write {{ for a brace"),
        ("Hi {name|{event}}", "a field has no end"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_meant(template: str, complaint: str) -> None:
    with pytest.raises(TemplateError) as refused:
        fill(template, SARAH)
    assert complaint in str(refused.value)


def test_a_value_is_never_read_as_a_template() -> None:
    assert fill("Hi {name}", {"name": "{email} {{ {nobody}"}).text == "Hi {email} {{ {nobody}"


def test_the_pieces() -> None:
    assert parse("Hi {name|you}!") == ("Hi ", MergeField("name", "you"), "!")
    assert fields_of("{name} {event} {name|you}") == ("name", "event")


_PLAIN = st.text(st.characters(exclude_characters="{", exclude_categories=["Cs"]))
_FIELD = st.sampled_from(sorted(FIELDS))


@given(st.lists(st.one_of(_PLAIN, _FIELD.map(MergeField))), st.data())
def test_nothing_is_left_open_and_every_value_stands_as_it_is(
    pieces: list[str | MergeField], data: st.DataObject
) -> None:
    values = {name: data.draw(st.text(), label=name) for name in FIELDS}
    template = "".join(f"{{{p.name}}}" if isinstance(p, MergeField) else p for p in pieces)
    filled = fill(template, values)
    named = [piece.name for piece in pieces if isinstance(piece, MergeField)]
    without = tuple(dict.fromkeys(name for name in named if not has_something(values[name])))
    assert filled.missing == without
    expected = (values[p.name].strip() if isinstance(p, MergeField) else p for p in pieces)
    assert filled.text == ("" if without else "".join(expected))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Sarah Berg", "Sarah"),
        ("Jean-Luc Picard", "Jean-Luc"),
        ("Cher", "Cher"),
        ("Berg, Sarah", ""),
        ("Dr. Berg", ""),
        ("Dr Berg", ""),
        ("S. Berg", ""),
        ("sarah@berg.example", ""),
        ("", ""),
    ],
)
def test_a_first_name_only_where_it_is_certain(name: str, first: str) -> None:
    assert first_name_of(name) == first
