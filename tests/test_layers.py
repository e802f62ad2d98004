"""What may import what, and what loads when: asked of the import graph and a fresh interpreter."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import lint_imports

if TYPE_CHECKING:
    from tests.world.firm import Firm

PROJECT = Path(__file__).parent.parent
SCREEN = ("textual", "rich")
DATABASE = ("sqlalchemy", "sqlmodel", "alembic")
NETWORK = ("twilio", "httpx", "werkzeug")
FIVE_DIGITS = re.compile(r"(?<![\w.#-])[1-9]\d{4}(?!\w|\.\d)")
HIGHEST_PORT = "65535"
HEAVY = (*SCREEN, *DATABASE, *NETWORK, "typer", "phonenumbers")


def loaded(code: str) -> set[str]:
    """Return the top-level modules that are loaded after ``code`` in a fresh interpreter."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\0', *sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    _said, _end, modules = told.stdout.partition("\0\n")
    return {name.partition(".")[0] for name in modules.split()}


def test_each_floor_imports_only_from_the_floors_below_it() -> None:
    assert lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("module", [
    "smsdesk", "smsdesk.__main__", "smsdesk.terms", "smsdesk.clock", "smsdesk.text",
    "smsdesk.config", "smsdesk.core.rules.send_rules", "smsdesk.core.rules.keywords",
    "smsdesk.core.rules.segments", "smsdesk.core.rules.phone", "smsdesk.carrier.protocol",
])  # fmt: skip
def test_what_is_imported_first_loads_nothing_heavy(module: str) -> None:
    assert loaded(f"import {module}") & set(HEAVY) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["send", "--help"], ["--version"]])
def test_help_loads_neither_screen_nor_database_nor_network(arguments: list[str]) -> None:
    code = f"from smsdesk.__main__ import run\nassert run({arguments!r}) == 0"
    assert loaded(code) & {"textual", *DATABASE, *NETWORK, "phonenumbers"} == set()


def test_a_stored_code_is_explained_without_the_carriers_libraries() -> None:
    code = (
        "from smsdesk.carrier import configured\n"
        "assert configured.codes().explain(30005).endswith('(30005).')"
    )
    assert loaded(code) & set(HEAVY) == set()


def test_the_carriers_numbers_stand_in_the_carrier_alone() -> None:
    """Above it a failure is a ``Fault``; what a number means is in ``error_codes.json``."""
    package = PROJECT / "src" / "smsdesk"
    told = {
        f"{path.relative_to(package)}: {number}"
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in {"carrier", "demo"}
        and "migrations" not in path.parts
        for number in FIVE_DIGITS.findall(path.read_text(encoding="utf-8"))
        if number != HIGHEST_PORT
    }
    assert told == set()


def test_the_desk_loads_no_screen_no_network_and_no_orm() -> None:
    """A screen that shows its first page has loaded this and no more."""
    here = loaded("import smsdesk\nsmsdesk.Desk")
    assert "sqlalchemy" in here
    assert here & {*SCREEN, *NETWORK, "sqlmodel", "alembic", "phonenumbers"} == set()


def test_opening_a_database_that_is_up_to_date_loads_no_orm(firm: Firm) -> None:
    here = loaded(
        "from smsdesk.desk import Desk\n"
        "from smsdesk.config import Config, DatabaseConfig\n"
        f"config = Config(database=DatabaseConfig(url='sqlite:///{firm.database}'))\n"
        "with Desk.open(config) as desk:\n"
        "    desk.conversations.page(); desk.conversations.totals()"
    )
    assert here & {*SCREEN, *NETWORK, "sqlmodel", "alembic"} == set()
