"""How the program starts and ends: what it loads, its one-line errors, its exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from smsdesk.__main__ import run
from smsdesk.cli.app import app
from smsdesk.config import Config, load
from smsdesk.core.rules.quiet_hours import own_hours, read_hours
from tests.world.people import FIRM, SARAH

from .conftest import Cli, at_a_terminal, smsdesk

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAVY = {"textual", "rich", "sqlalchemy", "sqlmodel", "alembic", "twilio", "httpx", "phonenumbers"}
COMMANDS = {
    *("demo", "init", "doctor", "config path", "config show", "why", "send", "sync"),
    *("leads import", "leads imports", "leads undo", "leads export", "leads add", "leads search"),
    *("leads edit", "note add", "note list", "completion"),
    *(f"agents {verb}" for verb in ("list", "add", "role", "deactivate", "activate")),
    *("conversations list", "conversations show"),
    *(
        f"templates {verb}"
        for verb in ("list", "show", "add", "edit", "remove", "import", "export")
    ),
    *("done", "snooze", "claim", "release", "handover", "unread"),
    *("search", "export", "optout list", "optout add", "optout import", "optout export"),
    *(
        "unblock",
        "recheck",
        "outbox",
        "outbox retry",
        "outbox edit",
        "outbox cancel",
        "stats",
        "simulator",
    ),
    "backup",
    "move-to",
    "purge",
    "restore",
}
SCREENLESS = "import sys; from smsdesk.__main__ import run; run({arguments}); "
TELL = "print('\\n'.join(sorted({{m.partition('.')[0] for m in sys.modules}})))"


def loaded_by(arguments: list[str], environment: dict[str, str]) -> set[str]:
    """Return the top-level packages that a command loads in a fresh interpreter."""
    code = (SCREENLESS + TELL).format(arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["send", "--help"], ["leads", "--help"], ["--version"], ["sned"]]
)
def test_help_and_usage_load_neither_screen_nor_database_nor_twilio(
    arguments: list[str], bare_environment: dict[str, str]
) -> None:
    assert loaded_by(arguments, bare_environment) & HEAVY == set()


def test_the_desk_starts_without_the_command_lines_machinery(
    bare_environment: dict[str, str],
) -> None:
    assert loaded_by([], bare_environment) & {*HEAVY, "typer", "click"} == set()


def test_without_a_configuration_one_line_says_what_makes_one(
    bare_environment: dict[str, str],
) -> None:
    done = smsdesk(environment=bare_environment)
    assert (done.code, done.out) == (2, "")
    assert "smsdesk init makes one" in done.complaint
    assert "smsdesk demo needs none" in done.complaint


@pytest.mark.parametrize("command", [("send", SARAH, "hi"), ("sync",)])
def test_what_needs_the_carrier_needs_a_configuration(
    command: tuple[str, ...], bare_environment: dict[str, str]
) -> None:
    done = smsdesk(*command, environment=bare_environment)
    assert done.code == 2
    assert "smsdesk init makes one" in done.complaint


@pytest.mark.parametrize("arguments", [(), ("demo",), ("demo", "--reset")])
def test_the_screen_asks_for_a_terminal(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli(*arguments)
    assert done.code == 2
    assert "needs a terminal" in done.complaint


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sned"], "no such command"),
        (["send"], "missing argument 'NUMBER'"),
        (["export", "--all", "--format", "xml"], "'--format': 'xml' is not one of"),
        (["send", SARAH, "a\udcff"], "'a\\udcff' is not written in UTF-8"),
        (["leads", "add", "--phone", "5", "--name", "a\udcff"], "is not written in UTF-8"),
        (["init", "--user", "a\udcff"], "is not written in UTF-8"),
        (["--config", "a\udcff"], "there is no such file"),
        (["leads"], "missing command"),
        (["send", "5", "--jsn"], "--json"),
        (["leads", "search", "x", "--limit", "0"], "--limit"),
        (["demo", "--all"], "no such option"),
        (["unblock", SARAH], "missing option '--reason'"),
        (["unblock", SARAH, "--reason", " "], "it goes on the record"),
        (["export"], "give a number or --all"),
        (["export", SARAH, "--all"], "give a number or --all"),
        (["export", "--all", "--json", "--format", "csv"], "do not go together"),
        (["leads", "import", "x.csv", "--map", "phone"], "--map"),
        (["recheck", SARAH], "a lookup costs $0.008: agree to that with --yes"),
        (["config", "show", "--config"], "--config"),
        (["--config", "/nowhere.toml", "stats"], "/nowhere.toml"),
        (["stats", "--config", "/nowhere.toml"], "/nowhere.toml"),
        (["stats", "--config=/nowhere.toml"], "/nowhere.toml"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(cli: Cli, arguments: list[str], says: str) -> None:
    done = cli(*arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.complaint


def test_h_is_help(cli: Cli) -> None:
    for command in ([], ["send"], ["leads", "import"]):
        assert cli(*command, "-h") == cli(*command, "--help")
        assert cli(*command, "-h").code == 0


def test_a_path_in_another_encoding_is_a_path(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "caf\udce9"
    folder.mkdir()
    (folder / "leads.csv").write_text("phone\n4155550111\n", encoding="utf-8")
    assert cli("leads", "import", str(folder / "leads.csv")).code == 0
    assert cli("backup", str(folder / "copy.db")).code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_output_that_cannot_be_written_is_one_line(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "smsdesk", "stats"],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "smsdesk: the output cannot be written: No space left on device; what was done stands\n"
    )


@pytest.mark.parametrize(
    ("stream", "arguments", "says"),
    [
        ("stdin", ["send", SARAH], "standard input is closed"),
        ("stdin", ["send", SARAH, "-"], "standard input is closed"),
        ("stdin", ["recheck", SARAH], "agree to that with --yes"),
        ("stdin", ["demo"], "needs a terminal"),
        ("stdin", [], "needs a terminal"),
        ("stdout", ["send", SARAH, "hi"], "standard output is closed"),
        ("stdout", [], "standard output is closed"),
    ],
)
def test_a_closed_stream_is_wrong_usage(
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stream: str,
    arguments: list[str],
    says: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as closed:
        closed.setattr(sys, stream, None)
        assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error


def test_without_a_stream_for_errors_the_work_is_done(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as closed:
        closed.setattr(sys, "stderr", None)
        assert run(["stats"]) == 0
        assert run(["sned"]) == 2
        sys.stderr.close()


def leaves(command: Any, path: str = "smsdesk") -> Iterator[tuple[str, Any]]:
    """Yield every command that is no group, or does something itself, by its path."""
    below = getattr(command, "commands", {})
    if not below or command.invoke_without_command:
        yield path, command
    for name, child in below.items():
        yield from leaves(child, f"{path} {name}")


def test_every_command_answers_in_json() -> None:
    commands = dict(leaves(typer.main.get_command(app)))
    assert set(commands) == {f"smsdesk {command}" for command in COMMANDS}
    without = {
        path
        for path, command in commands.items()
        if not any("--json" in parameter.opts for parameter in command.params)
    }
    assert without == {"smsdesk demo"}
    assert all(command.help for command in commands.values())


def test_after_two_dashes_an_option_is_a_text(cli: Cli) -> None:
    done = cli("send", "--dry-run", "--json", SARAH, "--", "--config=x")
    assert (done.code, done.document["to"]) == (0, SARAH)


def test_a_wrong_configuration_names_file_line_and_what_is_allowed(
    cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[limits]\nper_minute = 99\n", encoding="utf-8")
    done = cli("stats", SMSDESK_CONFIG=str(file))
    assert done.code == 2
    assert done.complaint.startswith(f"smsdesk: {file}:2: limits.per_minute is 99; allowed is")


def test_an_unexpected_error_is_one_line_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = "of +14155550111\n[parameters: ('a lead''s text',)]"

    def break_down() -> int:
        raise RuntimeError(said)

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("smsdesk.__main__._need_terminal", break_down)
    assert run(["demo"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    [report] = (tmp_path / "smsdesk" / "crashes").iterdir()
    assert f"ended by a fault of its own (RuntimeError); {report} says where" in error
    monkeypatch.setenv("SMSDESK_DEBUG", "1")
    assert run(["demo"]) == 1
    shown = capsys.readouterr().err
    assert "in break_down" in shown
    for text in (error, shown, report.read_text(encoding="utf-8")):
        assert "+1415" not in text
        assert "a lead" not in text


def test_a_reader_that_has_gone_is_no_error(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "smsdesk", "config", "show"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


# -- the first configuration -------------------------------------------------------------


def test_init_writes_a_file_for_its_owner_alone(bare_environment: dict[str, str]) -> None:
    options = ("--from-number", FIRM, "--user", "maria", "--json")
    done = smsdesk("init", *options, environment=bare_environment)
    path = Path(done.document["path"])
    assert path == Path(bare_environment["XDG_CONFIG_HOME"]) / "smsdesk" / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    config = load(path, {})
    assert (config.twilio.from_number, config.desk.user) == (FIRM, "maria")
    assert config.limits == Config().limits
    assert [entry.name for entry in path.parent.iterdir()] == ["config.toml"]


def test_init_overwrites_only_when_told_to(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("# mine\n", encoding="utf-8")
    path.chmod(0o644)
    refused = cli("init", "--config", str(path))
    assert refused.code == 2
    assert "--force overwrites it" in refused.complaint
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert cli("init", "--config", str(path), "--force").code == 0
    assert path.stat().st_mode & 0o777 == 0o600


def test_init_refuses_what_is_not_allowed(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    done = cli("init", "--config", str(path), "--from-number", "5550100")
    assert done.code == 2
    assert '--from-number is "5550100"; allowed is a number in E.164' in done.complaint
    assert not path.exists()


@pytest.mark.parametrize(("option", "sid", "allowed"), [
    ("--account-sid", "SK0123456789abcdef", "an account's SID, which begins with AC"),
    ("--api-key", "AC0123456789abcdef", "an API key's SID, which begins with SK"),
])  # fmt: skip
def test_init_refuses_the_sid_of_something_else(
    cli: Cli, tmp_path: Path, option: str, sid: str, allowed: str
) -> None:
    path = tmp_path / "new.toml"
    done = cli("init", "--config", str(path), option, sid)
    assert (done.code, path.exists()) == (2, False)
    assert f"allowed is {allowed}" in done.complaint


def test_init_reads_a_number_as_the_region_writes_it(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    options = ("--from-number", "020 7946 0123", "--region", "gb")
    done = cli("init", "--config", str(path), *options)
    assert done.code == 0
    assert done.err == "020 7946 0123 is +442079460123\n"
    assert load(path, {}).twilio.from_number == "+442079460123"


def test_init_asks_whoever_sits_at_a_terminal(
    bare_environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "asked.toml"
    secret = "t0k3n"  # noqa: S105 (made up)
    answers = ["SK1", "AC1", "AC2", "", secret, "mx", "5550100", "55 1234 5678", "", "never", ""]
    code, seen = at_a_terminal(
        "init", "--config", str(path), environment=bare_environment, answers=answers
    )
    assert code == 0
    assert "Allowed is a number in E.164" in seen
    assert "Allowed is an account's SID, which begins with AC, or nothing." in seen
    assert "Allowed is an API key's SID, which begins with SK, or nothing." in seen
    assert secret not in seen
    config = load(path, {})
    assert config.twilio.auth_token == secret
    assert "55 1234 5678 is +525512345678" in seen
    assert (config.twilio.from_number, config.desk.region) == ("+525512345678", "MX")
    assert 'Allowed is "warn" or "ask" or "hold" or "off"' in seen
    assert config.quiet_hours.mode == "ask", "it is what is recommended"


def test_init_writes_the_quiet_hours_to_edit(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = cli("init", "--config", str(path), "--hours")
    assert done.code == 0
    hours = tmp_path / "quiet-hours.json"
    assert load(path, {}).quiet_hours.file == str(hours)
    assert read_hours(hours) == own_hours()
    assert str(hours) in done.err
    path.unlink()
    assert "--force" in cli("init", "--config", str(path), "--hours").complaint
    assert not path.exists()


def test_config_tells_where_it_is_and_who_said_what(cli: Cli, tmp_path: Path) -> None:
    assert cli("config", "path").out.strip().endswith("config.toml")
    path = tmp_path / "c.toml"
    path.write_text("[limits]\nper_minute = 4\n", encoding="utf-8")
    shown = cli("config", "show", "--config", str(path)).out
    assert f"per_minute = 4  # {path}:2\n" in shown
    assert 'auth_token = "********"  # SMSDESK_TWILIO__AUTH_TOKEN\n' in shown
    document = cli("config", "show", "--json", "--config", str(path)).document
    assert document["source"] == str(path)
    assert document["settings"]["ui.theme"] == {"value": "auto", "origin": "default"}
    assert document["settings"]["twilio.auth_token"]["value"] == "********"


@pytest.mark.parametrize("group", [
    (), ("leads",), ("note",), ("conversations",), ("optout",), ("outbox",), ("config",),
    ("templates",),
])  # fmt: skip
def test_no_line_of_the_help_is_cut_short(cli: Cli, group: tuple[str, ...]) -> None:
    lines = cli(*group, "--help", COLUMNS="80").out.splitlines()
    commands = lines[lines.index("Commands:") + 1 :]
    assert commands
    assert [line for line in commands if line.endswith("...")] == []


@pytest.mark.parametrize(
    ("shell", "variables", "offered"),
    [
        ("bash", {"COMP_WORDS": "smsdesk outbox re", "COMP_CWORD": "2"}, "retry"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "smsdesk outbox re"}, "retry"),
        (
            "fish",
            {
                "_TYPER_COMPLETE_ARGS": "smsdesk outbox re",
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            },
            "retry",
        ),
    ],
)
def test_a_shell_completes_commands(
    cli: Cli, shell: str, variables: dict[str, str], offered: str
) -> None:
    script = cli("completion", shell)
    assert script.code == 0
    assert f"_SMSDESK_COMPLETE=complete_{shell}" in script.out
    asked = cli(**variables, _SMSDESK_COMPLETE=f"complete_{shell}")
    assert (asked.code, asked.err) == (0, "")
    assert offered in asked.out
    assert "cancel" not in asked.out


def test_a_shell_that_does_not_say_its_line_is_wrong_usage(cli: Cli) -> None:
    done = cli(_SMSDESK_COMPLETE="complete_bash")
    assert done.code == 2
    assert "line" in done.complaint
