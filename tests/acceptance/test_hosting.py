"""What ``docs/hosting.md`` says to type and to write into files is what there is."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
from typer.main import get_command

from smsdesk.cli.app import app
from smsdesk.config.sections import keys

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "hosting.md").read_text(encoding="utf-8")
COMPOSE = (DOCS / "compose.yaml").read_text(encoding="utf-8")
UNITS = {
    Path(path).name: text
    for path, text in re.findall(r"```ini\n# (/etc/systemd/system/\S+)\n(.*?)```", PAGE, re.DOTALL)
}
DOTTED = {key.dotted for key in keys()}
SECTIONS = {dotted.partition(".")[0] for dotted in DOTTED}

_BEFORE = re.compile(r"[A-Z_]+=\S*|sudo|env|exec")


def call_in(line: str) -> list[str]:
    """Return the words of a call of smsdesk in a line of a shell, of a unit or of the text."""
    words = shlex.split(line)
    while words:
        if words[0] == "-u":
            words = words[2:]
        elif _BEFORE.fullmatch(words[0]):
            words = words[1:]
        else:
            break
    if words[1:2] == ["-c"]:  # of a shell
        return call_in(words[2])
    is_call = bool(words) and Path(words[0]).name == "smsdesk"
    return words[1:] if is_call else []


def calls() -> list[list[str]]:
    """Return every call on the page, without options that stand before the command."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"^Exec\w+=(.*)", PAGE, re.MULTILINE)
    found = map(call_in, [*lines, *re.findall(r"`(smsdesk [^`]+)`", PAGE)])
    return [one[2:] if one[0] == "--config" else one for one in found if one]


@pytest.mark.parametrize("call", calls(), ids=" ".join)
def test_every_command_is_one(call: list[str]) -> None:
    command = get_command(app)
    words = list(call)
    while commands := getattr(command, "commands", None):
        name = words.pop(0)
        assert name in commands, f"there is no command {name}"
        command = commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_there_are_commands_to_look_at() -> None:
    assert {call[0] for call in calls()} >= {"sync", "backup", "restore", "doctor", "init"}


def test_every_configuration_key_is_one() -> None:
    named = re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE)
    assert [one for one in named if one.partition(".")[0] in SECTIONS and one not in DOTTED] == []
    variables = set(re.findall(r"SMSDESK_[A-Z_]+__[A-Z_]+", PAGE))
    assert variables
    assert variables <= {f"SMSDESK_{one.upper().replace('.', '__')}" for one in DOTTED}


def test_the_compose_file_makes_the_database_that_the_page_asks() -> None:
    assert "image: postgres:" in COMPOSE
    assert "POSTGRES_USER: smsdesk" in COMPOSE
    assert "POSTGRES_DB: texts" in COMPOSE
    assert '"127.0.0.1:5432:5432"' in COMPOSE, "to this computer alone"
    assert "postgresql://smsdesk@127.0.0.1/texts" in PAGE
    assert "docker compose -f docs/compose.yaml up --detach --wait" in PAGE


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_its_sections_and_runs_as_nobody_else(name: str) -> None:
    unit = RawConfigParser(strict=False, delimiters="=", comment_prefixes="#")
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(UNITS[name])
    assert unit.sections()[0] == "Unit"
    if name.endswith(".service"):
        assert unit["Service"]["User"] == "smsdesk"
        assert unit["Service"]["UMask"] == "0077"
        assert unit["Service"]["NoNewPrivileges"] == "yes"


def test_every_unit_that_is_enabled_is_on_the_page() -> None:
    named = set(re.findall(r"smsdesk-[a-z]+\.(?:service|timer)", PAGE))
    assert named == UNITS.keys()


def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path) -> None:
    """Which looks at every setting, and whether the programs are there."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not on this machine")
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace("/usr/local/bin/smsdesk", "/bin/true"))
    told = subprocess.run(
        [program, "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning", "LC_ALL": "C.UTF-8"},
    )
    about_ours = [line for line in told.stderr.splitlines() if "smsdesk-" in line]
    assert about_ours == []
