"""The README's tables are what the code declares. ``python tests/test_readme.py`` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsdesk.config.rendering import toml_value
from smsdesk.config.sections import Key, keys
from smsdesk.tui.commands import COMMANDS, keys_label

README = Path(__file__).parents[2] / "README.md"


def key_table() -> str:
    rows = ["| Key | What it does |", "| --- | --- |"]
    rows += [
        f"| {', '.join(keys_label(command).split('  '))} | {command.title}: {command.help} |"
        for command in COMMANDS
    ]
    return "\n".join(rows) + "\n"


def configuration_table() -> str:
    rows = ["| Key | Default | Allowed | What it is for |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{key.dotted}` | {_default(key)} | {key.kind.allowed} | {key.says} |" for key in keys()
    ]
    return "\n".join(rows) + "\n"


def _default(key: Key) -> str:
    if key.default_says:
        return key.default_says
    return "" if key.default == "" else f"`{toml_value(key.default)}`"


TABLES = {"keys": key_table, "configuration": configuration_table}


def with_tables(text: str) -> str:
    for name, table in TABLES.items():
        head, begin, rest = text.partition(f"<!-- {name} -->\n")
        _old, end, tail = rest.partition(f"<!-- /{name} -->")
        text = f"{head}{begin}{table()}{end}{tail}"
    return text


def test_the_readme_shows_the_keys_and_the_configuration_as_they_are_declared() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_tables(text) == text


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_has_a_place_for_each_table(name: str) -> None:
    assert f"<!-- {name} -->\n|" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/smsdesk demo",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
    ],
)
def test_the_two_commands_do_all_the_set_up(command: str) -> None:
    assert command in README.read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_readmes_test_command() -> None:
    ci = (README.parent / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest" in ci


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
