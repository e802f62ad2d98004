"""Templates of the firm: one of a name, and the values of the newest signup that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.read_models.templates import TemplateImport
from smsdesk.core.rules.merge_fields import Filled, TemplateError
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def texts(desk: Desk) -> dict[str, str]:
    return {template.name: template.text for template in desk.templates.every()}


def test_a_name_is_there_once_whatever_its_case(desk: Desk) -> None:
    made = desk.templates.add("  Welcome   aboard ", "Hi {first_name|there}, {event}\n")
    assert (made.name, made.text) == ("Welcome aboard", "Hi {first_name|there}, {event}")
    assert (made.fields, made.changed_by) == (("first_name", "event"), "maria")
    with pytest.raises(TemplateError, match="'Welcome aboard' already"):
        desk.templates.add("WELCOME ABOARD", "Hello")
    assert desk.templates.named("welcome aboard") == made


def test_changed_renamed_removed(desk: Desk) -> None:
    desk.templates.add("a", "one")
    desk.templates.add("b", "two")
    desk.templates.edit("A", text="three")
    desk.templates.edit("a", new_name="A")
    assert texts(desk) == {"A": "three", "b": "two"}
    desk.templates.edit("a", new_name="c", text="four")
    assert texts(desk) == {"b": "two", "c": "four"}
    with pytest.raises(TemplateError, match="'b' already"):
        desk.templates.edit("c", new_name="B")
    desk.templates.remove("B")
    assert texts(desk) == {"c": "four"}
    for lost in (lambda: desk.templates.remove("b"), lambda: desk.templates.edit("b", text="x")):
        with pytest.raises(TemplateError, match="no template 'b'"):
            lost()


def test_what_did_not_change_stays_its_writers(firm: Firm, desk: Desk) -> None:
    made = desk.templates.add("a", "one")
    toms = firm.desk("tom")
    assert toms.templates.edit("a", text="one") == made
    assert toms.templates.edit("a", text="two").changed_by == "tom"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a", " \n", "needs a text"),
        ("a", "Hi {frist_name}", r"did you mean \{first_name\}"),
        ("a", "x" * 1_601, "at most 1,600"),
        (" ", "Hi", "1 to 64"),
        ("x" * 65, "Hi", "1 to 64"),
        ("a\x1bb", "Hi", "printable"),
    ],
)
def test_what_is_no_template_is_not_kept(desk: Desk, name: str, text: str, complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        desk.templates.add(name, text)
    assert texts(desk) == {}


def test_the_same_again_changes_nothing(desk: Desk) -> None:
    desk.templates.add("b", "two")
    given = [("A", "one"), ("b", "three"), ("c", "four")]
    assert desk.templates.take_in(given) == TemplateImport(("A", "c"), ("b",), ())
    before = desk.templates.every()
    assert desk.templates.take_in(given) == TemplateImport((), (), ("A", "b", "c"))
    assert desk.templates.every() == before


def test_all_are_taken_in_or_none(desk: Desk) -> None:
    with pytest.raises(TemplateError, match=r"b: there is no field \{x\}.*nothing was imported"):
        desk.templates.take_in([("a", "one"), ("b", "{x}")])
    with pytest.raises(TemplateError, match="two templates 'A'"):
        desk.templates.take_in([("a", "one"), ("A", "two")])
    assert texts(desk) == {}


def test_of_each_value_the_newest_signup_that_has_one(desk: Desk) -> None:
    for event in ("Tax night", ""):
        desk.leads.add(name="Sarah Berg", phone=SARAH, email="", event=event)
    fill = desk.templates.filled_for
    text = "{name}: hi {first_name}, {event}, {agent}"
    assert fill(text, SARAH) == Filled("Sarah Berg: hi Sarah, Tax night, maria")
    assert fill(text, TOM) == Filled("", ("name", "first_name", "event"))
    given = {"NAME": "Tom", "first_name": "Tom", "event": "{name}"}
    assert fill(text, TOM, given) == Filled("Tom: hi Tom, {name}, maria")
    with pytest.raises(TemplateError, match="no field"):
        fill(text, TOM, {"nmae": "Tom"})


def test_a_name_and_an_address_are_those_of_one_person(desk: Desk) -> None:
    desk.leads.add(name="Tom Berg", phone=SARAH, email="tom@example.com")
    desk.leads.add(name="Berg, Sarah", phone=SARAH, email="")
    fill = desk.templates.filled_for
    assert fill("{name}", SARAH) == Filled("Berg, Sarah")
    assert fill("Hi {first_name}, {email}", SARAH) == Filled("", ("first_name", "email"))
    assert fill("Hi {first_name|there}", SARAH) == Filled("Hi there")


def test_a_corrected_name_counts(desk: Desk) -> None:
    desk.leads.add(name="Sara Berg", phone=SARAH, email="")
    desk.leads.correct(SARAH, name="Sarah Berg")
    assert desk.templates.filled_for("{first_name}", SARAH) == Filled("Sarah")


def test_what_cannot_be_seen_is_no_value(desk: Desk) -> None:
    given = {"first_name": "\u200b"}
    assert desk.templates.filled_for("Hi {first_name|there}", SARAH, given) == Filled("Hi there")


def test_a_field_in_two_braces_is_refused(desk: Desk) -> None:
    with pytest.raises(TemplateError, match="one brace"):
        desk.templates.add("greeting", "Hi {{first_name}}")


def test_one_with_a_field_of_a_newer_version_hides_no_other(firm: Firm, desk: Desk) -> None:
    desk.templates.add("greeting", "Hi")
    desk.templates.add("newer", "Hi {first_name}")
    firm.write("UPDATE template SET body = 'Hi {shoe_size}' WHERE folded = 'newer'")
    assert [one.name for one in desk.templates.every()] == ["greeting", "newer"]
