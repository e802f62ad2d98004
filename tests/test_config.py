"""The configuration: what a file and the environment may say (spec, section 13)."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.config import Config, ConfigError, config_path, load
from smsdesk.config.rendering import example, settings, toml_value
from smsdesk.config.sections import Key, keys

ROOT = Path(__file__).parent.parent
SECRET = "s3cr3t-t0ken"  # noqa: S105 (what must be shown nowhere)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def refusal(file: Path, text: str, environ: dict[str, str] | None = None) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file, environ or {})
    message = str(caught.value)
    assert "\n" not in message
    assert SECRET not in message
    return message


# -- what is said ------------------------------------------------------------------------


def test_an_empty_file_says_nothing_and_the_defaults_count(file: Path) -> None:
    file.touch()
    config = load(file, {})
    assert config == Config()
    assert (config.limits.per_minute, config.limits.duplicate_window) == (10, 2.0)
    assert (config.lookup.enabled, config.lookup.confirm_above) == (True, 200)
    assert (config.auto_block.after, config.sync.history, config.outbox.max_wait) == (3, 90, 15)
    assert (config.desk.region, config.ui.theme) == ("US", "auto")
    assert config.source == file


def test_values_of_the_file_are_kept_in_their_types(file: Path) -> None:
    file.write_text(
        '[twilio]\nfrom_number = " +14155550100 "\nbase_url = "http://127.0.0.1:8080/"\n'
        '[desk]\nuser = "María"\nregion = "mx"\n'
        "[limits]\nper_minute = 5\nduplicate_window = 3\n[lookup]\nenabled = false\n",
        encoding="utf-8-sig",
    )
    config = load(file, {})
    assert config.twilio.from_number == "+14155550100"
    assert config.twilio.base_url == "http://127.0.0.1:8080"
    assert (config.desk.user, config.desk.region) == ("María", "MX")
    assert config.limits.per_minute == 5
    assert config.limits.duplicate_window == 3.0
    assert isinstance(config.limits.duplicate_window, float)
    assert config.lookup.enabled is False


@pytest.mark.parametrize("key", keys(), ids=lambda key: key.dotted)
def test_every_key_has_an_environment_variable_that_beats_the_file(file: Path, key: Key) -> None:
    said = {
        "twilio.from_number": "+14155550101",
        "twilio.base_url": "https://carrier.example",
        "desk.region": "CA",
        "database.url": "/srv/other.db",
        "lookup.enabled": "no",
        "twilio.keyring": "no",
        "ui.theme": "dark",
        "quiet_hours.mode": "hold",
        "quiet_hours.file": "/srv/hours.json",
        "notify.bell": "no",
        "notify.desktop": "osc9",
        "notify.content": "no",
        "desk.identity": "command",
        "desk.restricted": "no",
    }.get(key.dotted, "7")
    file.write_text(example(), encoding="utf-8")
    config = load(file, {key.variable: said})
    value = getattr(getattr(config, key.section), key.name)
    assert str(value) in {said, f"{said}.0", "False", "sqlite:////srv/other.db"}
    assert config.origins[key.dotted] == key.variable


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("sqlite:////srv/firm.db", "sqlite:////srv/firm.db"),
        ("/srv/firm.db", "sqlite:////srv/firm.db"),
        ("firm.db", "sqlite:///{folder}/firm.db"),
        ("sqlite:///firm.db", "sqlite:///{folder}/firm.db"),
        ("~/firm.db", "sqlite:///{home}/firm.db"),
        ("postgresql://desk@db.example:5433/firm", "postgresql://desk@db.example:5433/firm"),
        ("postgresql:///?service=smsdesk", "postgresql:///?service=smsdesk"),
    ],
)
def test_the_database_is_a_path_or_a_url(file: Path, location: str, expected: str) -> None:
    file.write_text(f"[database]\nurl = {toml_value(location)}\n", encoding="utf-8")
    wanted = expected.format(folder=file.parent, home=Path.home())
    assert load(file, {}).database.url == wanted


def test_a_relative_path_of_the_environment_starts_at_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(None, {"SMSDESK_DATABASE__URL": "x.db", "SMSDESK_CONFIG": ""})
    assert config.database.url == f"sqlite:///{tmp_path}/x.db"


def test_a_working_directory_that_is_gone_is_said_where_something_starts_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert load(None, {"SMSDESK_DATABASE__URL": "/srv/x.db"}).database.url == "sqlite:////srv/x.db"
    with pytest.raises(ConfigError, match="SMSDESK_DATABASE__URL starts at the working folder"):
        load(None, {"SMSDESK_DATABASE__URL": "x.db"})


# -- who is heard ------------------------------------------------------------------------


def test_an_explicit_path_beats_smsdesk_config(file: Path, tmp_path: Path) -> None:
    other = {"SMSDESK_CONFIG": str(tmp_path / "other.toml")}
    assert config_path(file, other) == file
    assert config_path(None, other) == tmp_path / "other.toml"


def test_without_file_and_variables_nothing_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert not load(None, {}).configured
    assert load(None, {"SMSDESK_DESK__USER": "maria"}).configured
    assert load(None, {"TWILIO_ACCOUNT_SID": "AC1"}).configured


def test_twilios_own_names_fill_in_what_is_not_set(file: Path) -> None:
    file.write_text('[twilio]\naccount_sid = ""\n', encoding="utf-8")
    environ = {
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": SECRET,
        "TWILIO_API_KEY": "SK1",
        "TWILIO_API_SECRET": SECRET,
    }
    twilio = load(file, environ).twilio
    assert (twilio.account_sid, twilio.auth_token) == ("AC1", SECRET)
    assert (twilio.api_key, twilio.api_secret) == ("SK1", SECRET)


@pytest.mark.parametrize(
    ("ours", "token"),
    [
        ('account_sid = "AC1"', SECRET),
        ('account_sid = "AC2"', ""),
        ('account_sid = "AC1"\nauth_token = "ours"', "ours"),
        ('account_sid = "AC1"\napi_key = "SK1"\napi_secret = "ours"', ""),
    ],
)
def test_twilios_own_names_never_mix_two_accounts(file: Path, ours: str, token: str) -> None:
    file.write_text(f"[twilio]\n{ours}\n", encoding="utf-8")
    environ = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": SECRET}
    assert load(file, environ).twilio.auth_token == token


# -- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "entry", "allowed"),
    [
        ("limits", "per_minute = 11", "a whole number from 1 to 10"),
        ("limits", "per_minute = 0", "a whole number from 1 to 10"),
        ("limits", "per_minute = true", "a whole number from 1 to 10"),
        ("limits", "per_minute = 5.0", "a whole number from 1 to 10"),
        ("limits", 'per_minute = "5"', "a whole number from 1 to 10"),
        ("limits", "duplicate_window = 1.9", "a number from 2 to 3600"),
        ("limits", "duplicate_window = nan", "a number from 2 to 3600"),
        ("lookup", "enabled = 1", "true or false"),
        ("lookup", "price_usd = -1", "a number from 0 to 10"),
        ("ui", 'theme = "blue"', '"auto" or "dark" or "light"'),
        ("desk", 'region = "USA"', 'such as "US"'),
        ("desk", f"user = {toml_value('x' * 65)}", "1 to 64 characters"),
        ("desk", 'user = "a\\nb"', "1 to 64 characters"),
        ("twilio", 'from_number = "(415) 555-0100"', 'such as "+14155550100"'),
        ("twilio", "from_number = 14155550100", 'such as "+14155550100"'),
        ("twilio", 'base_url = "http://example.com"', "on this computer only"),
        ("twilio", 'base_url = "http://localhost.example.com"', "on this computer only"),
        ("twilio", 'base_url = "ftp://127.0.0.1"', "on this computer only"),
        ("twilio", 'base_url = "https://"', "on this computer only"),
        ("twilio", 'base_url = "https://x:99999"', "on this computer only"),
        ("twilio", f'base_url = "https://me:{SECRET}@example.com"', "on this computer only"),
        ("twilio", f'auth_token = "{SECRET} "\napi_secret = "a {SECRET}"', "without spaces"),
        ("database", 'url = "mysql://x/y"', "sqlite:///PATH"),
        ("database", f'url = "postgresql://me:{SECRET}@x/y"', "without a password"),
        ("database", f'url = "postgresql://x/y?password={SECRET}"', "without a password"),
        ("database", 'url = "postgresql://x"', "postgresql://HOST/NAME"),
        ("database", 'url = "postgresql://x:99999/y"', "postgresql://HOST/NAME"),
        ("database", 'url = "postgresql:///?=y"', "postgresql://HOST/NAME"),
        ("database", 'url = "sqlite://x.db"', "sqlite:///PATH"),
        ("database", 'url = ":memory:"', "sqlite:///PATH"),
        ("database", "url = ['a']", "sqlite:///PATH"),
        ("database", 'url = "~nobody-here/firm.db"', "~ is your home folder"),
        ("database", 'url = "sqlite:///~nobody-here"', "~ is your home folder"),
        ("quiet_hours", 'file = "~nobody-here/hours.json"', "~ is your home folder"),
    ],
)
def test_a_wrong_value_names_file_line_key_and_what_is_allowed(
    file: Path, section: str, entry: str, allowed: str
) -> None:
    message = refusal(file, f"# a comment\n\n[{section}]\n{entry}\n")
    line = 3 + len(entry.splitlines())
    assert message.startswith(f"{file}:{line}: {section}.")
    assert message.endswith(allowed) or allowed in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[limits]\nper_minut = 3\n", 2, 'did you mean "limits.per_minute"?'),
        ("[limit]\nper_minute = 3\n", 1, 'did you mean "limits"?'),
        ('from_number = "+14155550100"\n', 1, 'did you mean "twilio.from_number"?'),
        ('[desk]\nfrom_number = "+14155550100"\n', 2, 'did you mean "twilio.from_number"?'),
        ("\ntwilio = 3\n", 2, "write [twilio] above its keys"),
        ("[[twilio]]\n", 1, "write [twilio] above its keys"),
        ("[twilio.extra]\nx = 1\n", 1, 'no key "twilio.extra"'),
        (f'[twilio]\nzzz = "{SECRET}"\n', 2, 'there is no key "twilio.zzz"'),
        ("limits.per_minute = 99\n", 1, "a whole number from 1 to 10"),
        ("\nlimits = { per_minute = 99 }\n", 2, "a whole number from 1 to 10"),
        ("['limits']\n'per_minute' = 99\n", 2, "a whole number from 1 to 10"),
        ("[twilio]\nfrom_number = \n", 2, "not valid TOML"),
        ("[twilio]\n[twilio]\n", 2, "not valid TOML"),
        (f'[twilio]\nauth_token = "{SECRET}', 2, "not valid TOML"),
    ],
)
def test_a_wrong_key_or_a_syntax_error_names_file_and_line(
    file: Path, text: str, line: int, says: str
) -> None:
    message = refusal(file, text)
    assert message.startswith(f"{file}:{line}: ")
    assert says in message


def test_a_file_in_the_home_of_somebody_unknown_is_not_there() -> None:
    with pytest.raises(ConfigError, match="nobody-here"):
        load(Path("~nobody-here/config.toml"), {})
    with pytest.raises(ConfigError, match="nobody-here"):
        load(None, {"SMSDESK_CONFIG": "~nobody-here/config.toml"})


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    for path, environ in ((missing, {}), (None, {"SMSDESK_CONFIG": str(missing)})):
        with pytest.raises(ConfigError, match="there is no such file; smsdesk init makes one"):
            load(path, environ)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[desk]\nuser = "Mar\xeda"\n')
    with pytest.raises(ConfigError, match=r"latin\.toml:2: not UTF-8"):
        load(latin, {})


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("SMSDESK_LIMITS__PER_MINUTE", "20", "is 20; allowed is a whole number from 1 to 10"),
        ("SMSDESK_LIMITS__PER_MINUTE", "many", "allowed is a whole number from 1 to 10"),
        ("SMSDESK_LOOKUP__ENABLED", "maybe", "allowed is true or false"),
        ("SMSDESK_TWILIO__FROM_NUMBER", "555", "such as"),
        ("SMSDESK_TWILIO__AUTH_TOKEN", f"a {SECRET}", "cannot be used; allowed is text"),
        ("SMSDESK_TWILIO__FROM_NUMBR", "x", 'did you mean "SMSDESK_TWILIO__FROM_NUMBER"?'),
        ("SMSDESK_TWILIO_FROM_NUMBER", "x", 'did you mean "SMSDESK_TWILIO__FROM_NUMBER"?'),
        ("TWILIO_AUTH_TOKEN", f"a {SECRET}", "cannot be used; allowed is text"),
    ],
)
def test_a_wrong_variable_is_named(file: Path, variable: str, text: str, says: str) -> None:
    message = refusal(file, "", {variable: text})
    assert message.startswith(variable)
    assert says in message


def test_variables_of_others_are_left_alone(file: Path) -> None:
    file.touch()
    assert load(file, {"SMSDESK_DEBUG": "1", "SMSDESK_DESK__USER": ""}) == Config()


@given(st.text(max_size=200))
def test_no_text_of_a_file_leads_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8", errors="replace")
    try:
        load(file, {})
    except ConfigError as error:
        message = str(error)
    else:
        return
    assert message.startswith(f"{file}:")
    assert len(message.splitlines()) == 1


# -- what is shown -----------------------------------------------------------------------


def test_secrets_are_shown_nowhere(file: Path) -> None:
    file.write_text(f'[twilio]\nauth_token = "{SECRET}"\n', encoding="utf-8")
    config = load(file, {"SMSDESK_TWILIO__API_SECRET": SECRET})
    assert SECRET not in repr(config)
    shown = {setting.key.dotted: setting for setting in settings(config)}
    assert shown["twilio.auth_token"].value == "********"
    assert shown["twilio.auth_token"].origin == f"{file}:2"
    assert shown["twilio.api_secret"].origin == "SMSDESK_TWILIO__API_SECRET"
    assert shown["limits.per_minute"].origin == "default"


def test_the_example_file_is_the_declarations_and_changes_nothing() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    assert text == example()
    assert load(ROOT / "config.example.toml", {}) == Config()
    written = tomllib.loads(text)
    assert {f"{section}.{name}" for section in written for name in written[section]} == {
        key.dotted for key in keys()
    }


def test_the_configuration_loads_nothing_heavy() -> None:
    check = (
        "import sys, smsdesk.config\n"
        "heavy = {'textual', 'rich', 'typer', 'sqlalchemy', 'sqlmodel', 'pydantic', 'twilio',"
        " 'httpx', 'phonenumbers', 'platformdirs'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
