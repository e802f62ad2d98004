"""Where the firm's secrets come from, and that they come out nowhere (spec, section 16)."""

from __future__ import annotations

import sys
import time
import types
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.configured import connect
from smsdesk.carrier.protocol import NotProcessed
from smsdesk.config import ConfigError, load, login
from smsdesk.config.login import Login, login_of
from smsdesk.config.rendering import effective_toml, toml_value
from tests.world.clocks import RunningClock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smsdesk.config import Config

SECRET = "hunter2-correct-horse"  # noqa: S105 (what must be shown nowhere)
HEX = "0123456789abcdef" * 2
"""What one of Twilio's auth tokens looks like; nobody has said that it is one."""


def set_up(folder: Path, entries: str, environ: Mapping[str, str] | None = None) -> Config:
    file = folder / "c.toml"
    file.touch(mode=0o600)
    file.write_text(f'[twilio]\naccount_sid = "AC1"\n{entries}\n', encoding="utf-8")
    return load(file, environ or {})


def prints(*lines: str, then: str = "") -> str:
    """Return a command that prints lines."""
    return f'{sys.executable} -c "[print(one) for one in {list(lines)}]; {then}"'


def entry(key: str, value: str) -> str:
    return f"{key} = {toml_value(value)}"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that is installed and holds nothing."""
    kept: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.get_password = lambda service, user: kept.get((service, user))  # type: ignore[attr-defined]
    module.set_password = lambda service, user, secret: kept.update(  # type: ignore[attr-defined]
        {(service, user): secret}
    )
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


# -- where they come from ----------------------------------------------------------------


def test_a_command_prints_the_secret_in_its_first_line(tmp_path: Path) -> None:
    config = set_up(tmp_path, entry("auth_token_command", prints(SECRET, "and more")))
    assert login_of(config) == Login(auth_token=SECRET)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    made = tmp_path / "made"
    command = f"echo {SECRET};touch {made} $(touch {made}) `touch {made}`"
    with pytest.raises(ConfigError, match="did not print a secret first"):
        login_of(set_up(tmp_path, entry("auth_token_command", command)))
    assert not made.exists()


def test_an_api_key_comes_before_the_auth_token(tmp_path: Path) -> None:
    entries = (
        f'api_key = "SK1"\nauth_token = "other"\n{entry("api_secret_command", prints(SECRET))}'
    )
    assert login_of(set_up(tmp_path, entries)) == Login(api_secret=SECRET)


@pytest.mark.usefixtures("keyring")
@pytest.mark.parametrize(
    ("entries", "environ", "token"),
    [
        ('auth_token = "file"\nauth_token_command = "false"', {}, "file"),
        (
            'auth_token = "file"',
            {"SMSDESK_TWILIO__AUTH_TOKEN_COMMAND": "echo of-the-environment"},
            "of-the-environment",
        ),
        ('auth_token_command = "false"', {"SMSDESK_TWILIO__AUTH_TOKEN": "variable"}, "variable"),
        ('auth_token_command = "echo command"', {"TWILIO_AUTH_TOKEN": "twilio"}, "command"),
        ("keyring = true\nauth_token_command = 'echo command'", {}, "command"),
        ("keyring = false", {"TWILIO_AUTH_TOKEN": "twilio"}, "twilio"),
    ],
)
def test_one_comes_before_the_other(
    tmp_path: Path, entries: str, environ: dict[str, str], token: str
) -> None:
    assert login_of(set_up(tmp_path, entries, environ)).auth_token == token


def test_the_keyring_keeps_one_for_each_account(
    tmp_path: Path, keyring: dict[tuple[str, str], str]
) -> None:
    keyring["smsdesk", "AC1"] = SECRET
    assert login_of(set_up(tmp_path, "keyring = true")) == Login(auth_token=SECRET)
    keyring["smsdesk", "SK1"] = SECRET[::-1]
    config = set_up(tmp_path, 'keyring = true\napi_key = "SK1"')
    assert login_of(config) == Login(api_secret=SECRET[::-1])


def test_a_keyring_that_is_empty_or_missing_says_so_in_one_line(
    tmp_path: Path, keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not keyring
    with pytest.raises(ConfigError, match="holds nothing for this account: smsdesk init --keyring"):
        login_of(set_up(tmp_path, "keyring = true"))
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"install smsdesk\[keyring\]"):
        login_of(set_up(tmp_path, "keyring = true"))


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (f"no-such-program {SECRET}", "cannot be run: No such file"),
        (prints(SECRET, then="raise SystemExit(3)"), "ended with exit code 3"),
        ("true", "printed nothing"),
        (prints(f"a {SECRET}"), "did not print a secret first"),
        (prints(f"{SECRET}\x1b[2J"), "did not print a secret first"),
    ],
)
def test_a_command_that_gives_none_is_one_line_without_its_output(
    tmp_path: Path, command: str, says: str
) -> None:
    config = set_up(tmp_path, entry("auth_token_command", command))
    with pytest.raises(ConfigError) as caught:
        login_of(config)
    line = str(caught.value)
    assert line.startswith("twilio.auth_token_command ")
    assert says in line
    assert SECRET not in line
    assert "\n" not in line


def test_a_command_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "PATIENCE", 0.3)
    began = time.monotonic()
    for command in ("sleep 60", prints(SECRET, then="import time; time.sleep(60)")):
        with pytest.raises(ConfigError, match="did not end within"):
            login_of(set_up(tmp_path, entry("auth_token_command", command)))
    assert time.monotonic() - began < 30


def test_endless_output_is_not_read(tmp_path: Path) -> None:
    config = set_up(tmp_path, f'auth_token_command = "yes {SECRET}"')
    assert login_of(config) == Login(auth_token=SECRET)


def test_a_command_that_others_may_have_written_is_not_run(tmp_path: Path) -> None:
    made = tmp_path / "made"
    config = set_up(tmp_path, entry("auth_token_command", f"touch {made}"))
    (tmp_path / "c.toml").chmod(0o620)
    with pytest.raises(NotProcessed, match="is not run: others can change"):
        connect(config, RunningClock())
    assert not made.exists()


# -- and where they must not come out ----------------------------------------------------

WRONG_PLACES = [
    f'[twilio]\nauth_tokn = "{SECRET}"',
    f'[twilio]\n"{SECRET}" = "auth_token"',
    f'["{SECRET}"]\nauth_token = 1',
    f'auth_token = "{SECRET}"',
    f'"{SECRET}" = 1',
    f'[twilio]\nfrom_number = "{SECRET}"',
    f'[twilio]\nfrom_number = ["{SECRET}"]',
    f'[twilio]\nbase_url = "https://{SECRET}@example.com"',
    f'[twilio]\nbase_url = "{SECRET}"',
    f'[desk]\nregion = "{SECRET}"',
    f'[ui]\ntheme = "{SECRET}"',
    f'[limits]\nper_minute = "{SECRET}"',
    f'[database]\nurl = "postgresql://me:{SECRET}@db/x"',
    f'[twilio]\nauth_token = "{SECRET}',
    f"[twilio]\nauth_token = {SECRET}",
    f'[twilio]\n"{SECRET}" = 1\n"{SECRET}" = 2',
    f"[{SECRET}]\n[{SECRET}]",
]


@pytest.mark.parametrize("text", WRONG_PLACES)
@pytest.mark.parametrize("secret", [SECRET, HEX], ids=["any", "hex"])
def test_a_secret_in_a_wrong_place_is_not_echoed(tmp_path: Path, text: str, secret: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(text.replace(SECRET, secret), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert secret not in str(caught.value)
    assert str(caught.value).startswith(str(file))


@pytest.mark.parametrize(
    "name",
    [
        "SMSDESK_TWILIO__FROM_NUMBER",
        "SMSDESK_TWILIO__BASE_URL",
        "SMSDESK_DESK__REGION",
        "SMSDESK_LIMITS__PER_MINUTE",
        "SMSDESK_DATABASE__URL",
        f"SMSDESK_TWILIO__{HEX.upper()}",
    ],
)
def test_nor_out_of_the_environment(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(None, {name: f"x://{HEX}"})
    assert HEX not in str(caught.value).lower()


@pytest.mark.parametrize("secret", [SECRET, HEX], ids=["any", "hex"])
@pytest.mark.parametrize(
    "entries",
    [
        'account_sid = "{}"',
        'api_key = "{}"',
        'messaging_service_sid = "{}"',
        'base_url = "https://example.com/{}"',
        'auth_token_command = "echo {}"',
        'api_secret_command = "echo {}"',
        'auth_token = "{}"\n[desk]\nuser = "{}"',
        'api_secret = "{}"\n[database]\nurl = "/tmp/{}.db"',
    ],
)
def test_config_show_masks_what_stands_in_a_wrong_place(
    tmp_path: Path, entries: str, secret: str
) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[twilio]\n" + entries.replace("{}", secret), encoding="utf-8")
    assert secret not in effective_toml(load(file, {}))


def test_what_is_right_is_shown(tmp_path: Path) -> None:
    sid = f"AC{HEX}"
    file = tmp_path / "c.toml"
    file.write_text(
        f'[twilio]\naccount_sid = "{sid}"\nbase_url = "https://carrier.example:8443"\n'
        'auth_token_command = "pass show twilio"\n[limits]\nper_minute = 4\n',
        encoding="utf-8",
    )
    shown = effective_toml(load(file, {}))
    assert f'account_sid = "{sid}"' in shown
    assert 'base_url = "https://carrier.example:8443"' in shown
    assert 'auth_token_command = "pass ********"' in shown


def test_an_error_line_holds_no_known_secret_whoever_made_it(tmp_path: Path) -> None:
    set_up(tmp_path, f'auth_token = "{SECRET}"')
    assert SECRET not in str(NotProcessed(f"the proxy said {SECRET} to us"))
    assert HEX not in str(ConfigError(f"wrong: {HEX}"))
    assert f"AC{HEX}" in str(ConfigError(f"account AC{HEX}"))
