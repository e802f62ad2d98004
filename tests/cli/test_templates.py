"""Templates by command: made, changed, as a file, and sent with a lead's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator.selection import Selection
from smsdesk.core.rules.merge_fields import FIELDS
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.carrier.simulator import SimulatedCarrier

    from .conftest import Cli

WELCOME = "Hi {first_name}, {event|our talk} begins at seven. {agent}"


@pytest.fixture
def firm(cli: Cli) -> Cli:
    """A firm with a lead, Sarah, and a template."""
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH, "--event", "Tax night")
    assert cli("templates", "add", "Welcome", WELCOME).code == 0
    return cli


def bodies(carrier: SimulatedCarrier) -> list[str]:
    chosen = (carrier.ledger.select(Selection(to=to), limit=10)[0] for to in (SARAH, TOM))
    return [entry.body for found in chosen for entry in found]


def test_no_template_yet(cli: Cli) -> None:
    assert "templates add NAME TEXT" in cli("templates", "list").out
    assert cli("templates", "list", "--json").document == []


def test_listed_shown_changed_removed(firm: Cli) -> None:
    (row,) = firm("templates", "list", "--json").document
    assert row == firm("templates", "show", "WELCOME", "--json").document
    assert (row["name"], row["text"], row["changed_by"]) == ("Welcome", WELCOME, "maria")
    assert row["fields"] == ["first_name", "event", "agent"]
    assert firm("templates", "show", "welcome").out == f"{WELCOME}\n"
    assert WELCOME in firm("templates", "list").out
    edited = firm("templates", "edit", "welcome", "--name", "Hello", "--text", "Hello!", "--json")
    assert (edited.document["name"], edited.document["text"]) == ("Hello", "Hello!")
    assert firm("templates", "edit", "hello").code == 2
    assert firm("templates", "remove", "hello").code == 0
    missing = firm("templates", "show", "hello")
    assert missing.code == 2
    assert "templates list names them" in missing.complaint


def test_an_unknown_field_is_refused_when_it_is_saved(cli: Cli) -> None:
    refused = cli("templates", "add", "a", "Hi {frist_name}")
    assert refused.code == 2
    assert "did you mean {first_name}?" in refused.complaint


def test_a_file_that_comes_back(firm: Cli, tmp_path: Path) -> None:
    file = tmp_path / "templates.toml"
    file.write_text(firm("templates", "export").out, "utf-8")
    assert firm("templates", "import", str(file), "--json").document == {
        "added": [], "changed": [], "unchanged": ["Welcome"],
    }  # fmt: skip
    firm("templates", "remove", "Welcome")
    assert "1 added" in firm("templates", "import", str(file)).out
    assert firm("templates", "show", "Welcome").out == f"{WELCOME}\n"
    file.write_text("nothing = 1", "utf-8")
    assert firm("templates", "import", str(file)).code == 2


def test_sent_with_the_leads_values(firm: Cli, carrier: SimulatedCarrier) -> None:
    assert firm("send", SARAH, "--template", "welcome").code == 0
    assert bodies(carrier) == ["Hi Sarah, Tax night begins at seven. maria"]


def test_a_text_with_an_open_field_never_leaves(firm: Cli, carrier: SimulatedCarrier) -> None:
    refused = firm("send", TOM, "--template", "welcome")
    assert refused.code == 2
    assert "no value for {first_name}; nothing was sent" in refused.complaint
    assert bodies(carrier) == []
    assert firm("send", TOM, "--template", "welcome", "--field", "first_name=Tom").code == 0
    assert bodies(carrier) == ["Hi Tom, our talk begins at seven. maria"]


def test_a_dry_run_shows_the_text(firm: Cli, carrier: SimulatedCarrier) -> None:
    dry = firm("send", SARAH, "--template", "welcome", "--dry-run")
    assert "would be sent" in dry.out
    assert "Hi Sarah, Tax night begins at seven. maria\n" in dry.out
    document = firm("send", SARAH, "--template", "welcome", "--dry-run", "--json").document
    assert document["text"] == "Hi Sarah, Tax night begins at seven. maria"
    assert bodies(carrier) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("a text", "--template", "welcome"), "not both"),
        (("a text", "--field", "name=x"), "--field is for a template"),
        (("--template", "welcome", "--field", "name"), "--field NAME=VALUE"),
        (("--template", "welcome", "--field", "nmae=x"), "did you mean {name}?"),
        (("--template", "nobody"), "no template 'nobody'"),
    ],
)
def test_what_cannot_be_meant(firm: Cli, arguments: tuple[str, ...], complaint: str) -> None:
    refused = firm("send", SARAH, *arguments)
    assert refused.code == 2
    assert complaint in refused.complaint


def test_the_rules_answer_first_for_what_is_no_number(firm: Cli) -> None:
    refused = firm("send", "123", "--template", "welcome", "--json")
    assert (refused.code, refused.document["code"]) == (3, "invalid_phone")


def test_the_readme_names_every_field() -> None:
    from pathlib import Path

    readme = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
    for name, says in FIELDS.items():
        assert f"| `{{{name}}}` | {says} |" in readme
