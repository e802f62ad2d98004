"""A file of templates comes back as it went, and what is none is named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core import template_file
from smsdesk.core.read_models.templates import Template
from smsdesk.core.rules.merge_fields import FIELDS, TemplateError

_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    'ab"\\\n\r\t\x7f{}', max_size=12
)


def template(name: str, text: str) -> Template:
    return Template(name, text, (), datetime(2026, 11, 1, tzinfo=UTC), "maria")


def written(templates: list[Template], encoding: str = "utf-8") -> bytes:
    raw = BytesIO()
    with TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True) as file:
        template_file.write(templates, file)
        return raw.getvalue()


@given(
    st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4), st.sampled_from(["utf-8", "ascii"])
)
def test_it_comes_back_as_it_went(pairs: list[tuple[str, str]], encoding: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "templates.toml")
        file.write_bytes(written([template(*pair) for pair in pairs], encoding))
        assert template_file.read(file) == pairs


def test_people_can_read_it() -> None:
    text = written([template("Welcome", 'Hi {name},\n"yes" or \\no')]).decode()
    assert all(f"{{{name}}}" in text for name in FIELDS)
    assert text.endswith(
        '\n[[template]]\nname = "Welcome"\ntext = """\nHi {name},\n\\"yes\\" or \\\\no"""\n'
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "has no templates"),
        (b"[desk]\nuser = 'x'\n", "has no templates"),
        (b"template = 1", "has no templates"),
        (b"[[template]]\nname = 'a'\n", "template 1 must have a name and a text"),
        (b"[[template]]\nname = 'a'\ntext = 1\n", "template 1 must have a name and a text"),
        (b"name,text\n", "at line 1"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_what_is_no_file_of_templates(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "t.toml"
    file.write_bytes(content)
    with pytest.raises(TemplateError, match=complaint):
        template_file.read(file)


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TemplateError, match="No such file"):
        template_file.read(tmp_path / "t.toml")
    monkeypatch.setattr(template_file, "LARGEST", 3)
    (tmp_path / "t.toml").write_bytes(b"# 4\n")
    with pytest.raises(TemplateError, match="too large"):
        template_file.read(tmp_path / "t.toml")


def test_nothing_in_it_moves_a_terminal() -> None:
    text = written([template("a", "\x1b]0;x\x07 \x9b2J \u202e\n\u2028")]).decode()
    assert text.replace("\n", "").isprintable()
