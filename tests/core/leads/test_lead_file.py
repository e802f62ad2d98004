"""A lead file goes in as it is: spec, section 5."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.leads.lead_file import LeadFile, LeadFileError, open_lead_file
from smsdesk.core.spreadsheets.tables import parse_mapping

DATA = Path(__file__).parents[2] / "data"
NEW_YORK = ZoneInfo("America/New_York")

Write = Callable[..., LeadFile]


def opened(path: Path, **mapping: str) -> LeadFile:
    return open_lead_file(path, mapping=mapping, zone=NEW_YORK)


@pytest.fixture
def lead_file(tmp_path: Path) -> Write:
    def write(content: str | bytes, encoding: str = "utf-8", **mapping: str) -> LeadFile:
        path = tmp_path / "leads.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return opened(path, **mapping)

    return write


class TestSources:
    def test_zoom_registration_report(self) -> None:
        file = opened(DATA / "zoom_registration.csv")
        rows = list(file.rows())
        assert file.header_line == 7
        assert file.event == "Home buying, step by step"
        assert file.columns.unused == ("Approval Status",)
        assert [(row.line, row.name, row.phone) for row in rows] == [
            (8, "Sarah Berg", "(415) 555-0132"),
            (9, "José Núñez", "+1 628 555 0147"),
            (10, "Ann Lee", ""),
        ]
        assert {row.event for row in rows} == {"Home buying, step by step"}
        assert rows[0].signed_up_at == datetime(2026, 11, 15, 0, 12, tzinfo=UTC)
        assert not any(row.problem for row in rows)

    def test_zoom_attendee_report_has_other_tables_above_and_below(self) -> None:
        rows = list(opened(DATA / "zoom_attendee.csv").rows())
        assert [row.name for row in rows if not row.problem] == ["Sarah Berg", "Ann Lee"]
        assert [(row.line, row.problem) for row in rows if row.problem] == [
            (12, "no name, e-mail or phone in it"),
            (13, 'the header of "Other Attended", which has other columns'),
            (14, 'below "Other Attended", which has other columns'),
        ]

    def test_hubspot_prefers_the_mobile_and_falls_back_to_the_other_phone(self) -> None:
        file = opened(DATA / "hubspot_contacts.csv")
        assert file.columns.headers["phone"] == ("Mobile Phone Number", "Phone Number")
        assert [(row.source_id, row.name, row.phone) for row in file.rows()] == [
            ("51", "Sarah Berg", "(415) 555-0132"),
            ("52", "Ann Lee", "(415) 555-0188"),
            ("53", "", ""),
        ]

    def test_eventbrite_names_a_signup_by_order_and_attendee(self) -> None:
        rows = list(opened(DATA / "eventbrite_attendees.csv").rows())
        assert [(row.source_id, row.phone, row.event) for row in rows] == [
            ("1009871234/700001", "415-555-0132", "Open house"),
            ("1009871234/700002", "415-555-0177", "Open house"),
        ]
        assert rows[0].signed_up_at == datetime(2026, 11, 15, 0, 12, 33, tzinfo=UTC)

    def test_an_order_number_alone_does_not_name_a_signup(self, lead_file: Write) -> None:
        file = lead_file("Order #,Name,Phone\n7,Ann,4155550188\n7,Tom,4155550177\n")
        assert [row.source_id for row in file.rows()] == ["", ""]
        assert file.columns.unused == ("Order #",)

    def test_spreadsheet_with_semicolons_and_quoted_new_lines(self) -> None:
        file = opened(DATA / "spreadsheet.csv")
        assert file.delimiter == ";"
        assert [(row.line, row.name, row.phone, row.signed_up_at) for row in file.rows()] == [
            (2, "Sarah Berg", "+1 415 555 0132", datetime(2026, 11, 15, 0, 12, tzinfo=UTC)),
            (5, "Ann Lee", "4155550188", datetime(2026, 11, 15, 5, 0, tzinfo=UTC)),
        ]

    def test_cells_are_kept_as_in_the_file(self) -> None:
        row = next(opened(DATA / "spreadsheet.csv").rows())
        assert row.cells[4] == 'asked about\nthe garden; and the "blue" room'


TABLE = "Name,Phone\r\nZoë Núñez,4155550132\r\n“Al”,4155550188\r\n"


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "label"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("cp1252", "Windows-1252"),
        ],
    )
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_every_encoding_with_every_delimiter(
        self, lead_file: Write, encoding: str, label: str, delimiter: str
    ) -> None:
        file = lead_file(TABLE.replace(",", delimiter), encoding)
        assert (file.encoding, file.delimiter) == (label, delimiter)
        assert [row.name for row in file.rows()] == ["Zoë Núñez", "“Al”"]

    def test_windows_1252_long_after_the_sample(self, lead_file: Write) -> None:
        lines = ["Name,Phone", *(f"Name {n},{4155550000 + n}" for n in range(6_000))]
        raw = "\n".join(lines).encode() + b"\nZo\xeb,4155550132\n\x93Al\x94 \x81,4155550188\n"
        file = lead_file(raw)
        assert file.encoding == "Windows-1252"
        assert [row.name for row in file.rows()][-2:] == ["Zoë", "“Al” \ufffd"]

    def test_a_character_across_the_end_of_the_sample(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone\n" + "ü" * 70_000 + ",4155550132\n")
        assert (file.encoding, next(file.rows()).name) == ("UTF-8", "ü" * 70_000)

    def test_control_characters_and_bidi_marks_are_taken_out(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone\nSa\0rah \u202eBerg,\u202a+14155550132\u202c\n\x1a")
        (row,) = file.rows()
        assert (row.name, row.phone) == ("Sarah Berg", "+14155550132")

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_line_end(self, lead_file: Write, end: str) -> None:
        file = lead_file(end.join(["Name,Phone", "Ann,4155550188", "", "Tom,4155550177"]))
        assert [(row.line, row.name) for row in file.rows()] == [(2, "Ann"), (4, "Tom")]

    def test_excel_declares_its_delimiter(self, lead_file: Write) -> None:
        file = lead_file("sep=;\nName;Phone\nBerg, Sarah;4155550132\n")
        assert [row.name for row in file.rows()] == ["Berg, Sarah"]


class TestHeaders:
    @pytest.mark.parametrize(
        ("header", "target"),
        [
            ("First Name", "first_name"),
            ("first_name*", "first_name"),
            ("FirstName", "first_name"),
            ("Name (First)", "first_name"),
            ("LAST NAME", "last_name"),
            ("Surname", "last_name"),
            ("Full Name", "name"),
            ("Contact name", "name"),
            ("User Name (Original Name)", "name"),
            ("E-mail", "email"),
            ("Email Address (required)", "email"),
            ("Attendee Email", "email"),
            ("Event", "event"),
            ("Webinar Topic", "event"),
            ("Registration Time", "signed_up_at"),
            ("Registration Time (UTC)", "signed_up_at"),
            ("Signed up at", "signed_up_at"),
            ("created_at", "signed_up_at"),
            ("Timestamp", "signed_up_at"),
            ("Registrant ID", "source_id"),
            ("Record ID", "source_id"),
        ],
    )
    def test_usual_spellings(self, lead_file: Write, header: str, target: str) -> None:
        file = lead_file(f"Phone,{header}\n4155550132,x\n")
        assert file.columns.headers[target] == (header,)

    @pytest.mark.parametrize(
        "header",
        [
            "Phone",
            "phone number",
            "Phone_Number*",
            "PhoneNumber",
            "Phone # (required)",
            "Phone Number - required",
            "Mobile",
            "Mobile Phone Number",
            "Phone (Mobile)",
            "Cell",
            "Cell Phone",
            "Telephone",
            "Contact number",
            "Your phone number",
            "Work phone",
            "\uff30hone",
        ],
    )
    def test_phones(self, lead_file: Write, header: str) -> None:
        (row,) = lead_file(f"Name,{header}\nAnn,4155550132\n").rows()
        assert row.phone == "4155550132"

    def test_mobile_goes_before_phone_before_work_and_home(self, lead_file: Write) -> None:
        file = lead_file(
            "Work Phone,Phone,Home Phone,Cell,Name\n1,2,3,4,a\n1,2,3,,b\n1,,3,,c\n1,,,,d\n,,,,e\n"
        )
        assert [row.phone for row in file.rows()] == ["4", "2", "3", "1", ""]

    def test_the_full_name_stands_in_for_empty_parts(self, lead_file: Write) -> None:
        file = lead_file("First Name,Last Name,Name,Phone\nAnn,,Ann L.,1\n,,Tom B.,2\n")
        assert [row.name for row in file.rows()] == ["Ann", "Tom B."]

    def test_a_column_of_phones_is_enough(self, lead_file: Write) -> None:
        assert [row.phone for row in lead_file("Phone\n4155550132\n").rows()] == ["4155550132"]

    def test_two_columns_of_one_name_are_no_guess(self, lead_file: Write) -> None:
        with pytest.raises(LeadFileError, match='columns 2 and 3 are both called "Phone"'):
            lead_file("Name,Phone,phone\nAnn,1,2\n")

    def test_the_header_of_two_files_in_one(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone\nAnn,1\nName,Phone\nTom,2\n")
        assert [(row.line, row.problem) for row in file.rows() if row.problem] == [
            (3, "the header once more")
        ]


class TestMapping:
    def test_a_mapped_column_goes_before_a_known_one(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone,Ring me on\nAnn,1,4155550132\n", phone="ring ME on")
        assert file.columns.headers["phone"] == ("Ring me on",)
        assert next(file.rows()).phone == "4155550132"

    def test_a_mapped_name_goes_before_first_and_last(self, lead_file: Write) -> None:
        file = lead_file("First Name,Known as,Phone\nAnna,Ann L.,1\n", name="Known as")
        assert next(file.rows()).name == "Ann L."

    def test_a_mapping_finds_a_header_that_nothing_else_shows(self, lead_file: Write) -> None:
        file = lead_file("A list of ours\n\nWer,Nummer\nAnn,4155550132\n", phone="Nummer")
        assert (file.header_line, next(file.rows()).phone) == (3, "4155550132")

    def test_options(self) -> None:
        assert parse_mapping(["phone=Cell", ' name = Known as = "x"']) == {
            "phone": "Cell",
            "name": 'Known as = "x"',
        }

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["phone"], "--map phone cannot be read"),
            (["phone="], "cannot be read"),
            (["fone=Cell"], "--map fone: no such target; there are name, first_name"),
            (["phone=Cell", "phone=Mobile"], "names phone twice"),
        ],
    )
    def test_options_that_say_nothing(self, options: list[str], words: str) -> None:
        with pytest.raises(LeadFileError, match=words):
            parse_mapping(options)

    def test_a_header_that_is_not_there(self, lead_file: Write) -> None:
        with pytest.raises(LeadFileError, match=r'no column "Cel".* "Name", "Cell"'):
            lead_file("Name,Cell\nAnn,1\n", phone="Cel")

    def test_a_header_that_is_there_twice(self, lead_file: Write) -> None:
        with pytest.raises(LeadFileError, match='columns 1 and 3 are all called "Nr"'):
            lead_file("Nr,Name,nr\n1,Ann,2\n", phone="Nr")

    def test_a_target_that_does_not_exist(self, lead_file: Write) -> None:
        with pytest.raises(LeadFileError, match="no such target"):
            lead_file("Name,Phone\nAnn,1\n", fone="Phone")


class TestFilesThatAreNone:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
            (b"Name,Phone\n", "line 1: there is a header and no row below it"),
            (b"PK\x03\x04 ... [Content_Types].xml", "is a broken workbook or archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "is no Excel workbook that can be read; .* CSV"),
            (b"%PDF-1.7\n", "is a PDF"),
            (b"\x1f\x8b\x08", "is compressed"),
            (b"\n<!DOCTYPE html><title>Log in</title>", r"is a web page \(HTML\); log in"),
            (bytes(range(256)) * 8, "is not a text file"),
            (b"x" * 70_000, "no line end in its first 64 KiB"),
            (b"Name,Zork\nAnn,1\n", '--map phone="...". The columns are: "Name", "Zork"'),
            (b"Ann,4155550132\nTom,4155550177\n", "no row of it is a header"),
        ],
    )
    def test_what_is_wrong_and_what_to_do(
        self, lead_file: Write, content: bytes, words: str
    ) -> None:
        with pytest.raises(LeadFileError, match=words) as error:
            lead_file(content)
        assert "\n" not in str(error.value)
        assert "leads.csv" in str(error.value)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(LeadFileError, match=r"There is no file .*nowhere.csv"):
            opened(tmp_path / "nowhere.csv")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(LeadFileError, match="is a folder"):
            opened(tmp_path)

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "leads.csv"
        path.write_text(TABLE)
        monkeypatch.setattr(Path, "open", refuse)  # root may read everything
        with pytest.raises(LeadFileError, match=r"You may not read .*leads.csv"):
            opened(path)

    def test_a_file_that_is_gone_by_the_time_it_is_read(self, lead_file: Write) -> None:
        file = lead_file(TABLE)
        file.path.unlink()
        with pytest.raises(LeadFileError, match="There is no file"):
            list(file.rows())


class TestRowsThatAreNone:
    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("Berg, Sarah,s@example.com,4155550132", "4 cells where the header has 3; a cell with"),
            ("Sarah", "1 cell where the header has 3"),
            ("Sarah,4155550132", "2 cells where the header has 3"),
            (",,", ""),
            ("   ,\t,", ""),
            ("Sarah,s@example.com", ""),
            ("Sarah,s@example.com,4155550132,,", ""),
        ],
    )
    def test_cells_too_few_and_too_many(self, lead_file: Write, line: str, problem: str) -> None:
        file = lead_file(f"Name,Email,Phone\n{line}\nTom,t@example.com,4155550177\n")
        rows = list(file.rows())
        assert rows[-1].line == 3
        assert rows[0].problem.startswith(problem)
        assert bool(rows[0].problem) is bool(problem)

    def test_a_row_about_nobody(self, lead_file: Write) -> None:
        (row,) = lead_file("Name,Phone,Note\n,,hello\n").rows()
        assert row.problem == "no name, e-mail or phone in it"

    def test_a_quote_that_swallows_rows_up_to_the_next_quote(self, lead_file: Write) -> None:
        file = lead_file('Name,Phone\n"Ann,1\nTom,2\nEve,3\n"Al",4\nZoe,5\n')
        rows = list(file.rows())
        assert rows[0].problem.startswith("a quote is not closed, so lines 2 to 5 read as one row")
        assert [(row.line, row.name, row.problem) for row in rows[1:]] == [(6, "Zoe", "")]

    def test_a_quote_that_swallows_the_rest(self, lead_file: Write) -> None:
        file = lead_file('Name,Note,Phone\nAnn,,1\nTom,"two\nlines","never\nclosed,2\nEve,,3\n')
        with pytest.raises(LeadFileError, match="line 4: a quote opens here and is never closed"):
            list(file.rows())

    def test_a_quote_that_swallows_more_than_a_cell_can_hold(self, lead_file: Write) -> None:
        lines = "".join(f"Name {n},{n}\n" for n in range(20_000))
        file = lead_file('Name,Phone\nAnn,1\n"Tom,2\n' + lines)
        with pytest.raises(LeadFileError, match=r"line 3: a cell .* over 131,072 characters"):
            list(file.rows())

    def test_quotes_within_a_cell_are_only_characters(self, lead_file: Write) -> None:
        (row,) = lead_file('Name,Phone\nAnn "Annie" Lee,1\n').rows()
        assert (row.name, row.problem) == ('Ann "Annie" Lee', "")


class TestTimesOfAColumn:
    def times(self, file: LeadFile) -> list[str]:
        return [f"{row.signed_up_at:%m-%d %H:%M}" for row in file.rows() if row.signed_up_at]

    def test_slashes_are_american(self, lead_file: Write) -> None:
        file = lead_file("Phone,Created at\n1,03/04/2026 12:00\n")
        assert self.times(file) == ["03-04 17:00"]

    def test_unless_the_column_shows_otherwise(self, lead_file: Write) -> None:
        file = lead_file("Phone,Created at\n1,03/04/2026 12:00\n2,14/04/2026 12:00\n")
        assert self.times(file) == ["04-03 16:00", "04-14 16:00"]

    def test_also_where_it_shows_only_far_down(self, lead_file: Write) -> None:
        rows = "".join(f"4155550132,03/04/2026 12:00,{n:040}\n" for n in range(2_000))
        file = lead_file(f"Phone,Created at,Note\n{rows}1,14/04/2026 12:00,\n")
        assert file.bytes_read > 64 * 1024
        assert next(file.rows()).signed_up_at == datetime(2026, 4, 3, 16, tzinfo=UTC)

    def test_times_within_one_hour(self, lead_file: Write) -> None:
        texts = [
            "Nov 14, 2026 07:00 PM",
            "Nov 14, 2026 07:59:58 PM",
            "Nov 14, 2026 07:01 AM",
            "2026-11-14T19:12:33.250+05:30",
            "2026-11-14T19:13:34+05:30",
            "2026-11-14",
        ]
        rows = "".join(f'1,"{text}"\n' for text in texts)
        read = [row.signed_up_at for row in lead_file(f"Phone,Created at\n{rows}").rows()]
        assert read == [
            datetime(2026, 11, 15, 0, 0, tzinfo=UTC),
            datetime(2026, 11, 15, 0, 59, 58, tzinfo=UTC),
            datetime(2026, 11, 14, 12, 1, tzinfo=UTC),
            datetime(2026, 11, 14, 13, 42, 33, 250_000, tzinfo=UTC),
            datetime(2026, 11, 14, 13, 43, 34, tzinfo=UTC),
            datetime(2026, 11, 14, 5, 0, tzinfo=UTC),
        ]

    def test_the_header_may_name_the_zone(self, lead_file: Write) -> None:
        file = lead_file("Phone,Registration Time (UTC)\n1,11/14/2026 19:12\n")
        assert self.times(file) == ["11-14 19:12"]

    def test_an_illegible_time_is_no_problem(self, lead_file: Write) -> None:
        (row,) = lead_file("Phone,Created at\n1,yesterday\n").rows()
        assert (row.signed_up_at, row.problem) == (None, "")


class TestStream:
    def test_progress(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone\n" + "Ann,4155550132\n" * 20_000)
        seen = [file.bytes_read for _ in file.rows()]
        assert seen == sorted(seen)
        assert 0 < seen[0] < file.size_bytes // 2
        assert file.bytes_read == file.size_bytes

    def test_memory_stays_flat(self, lead_file: Write) -> None:
        file = lead_file("Name,Phone\n" + "Ann Lee,4155550132\n" * 50_000)
        tracemalloc.start()
        count = sum(1 for _ in file.rows())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 50_000
        assert peak < 2 * 1024 * 1024


# Control characters beyond a stray one make a file binary, see TestFilesThatAreNone.
cell_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=12
)


class TestWhateverComes:
    @settings(deadline=None)
    @given(rows=st.lists(st.tuples(cell_text, cell_text), min_size=1, max_size=8))
    def test_no_row_is_lost(
        self, rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "leads.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerows([("Number", "Name", "Phone"), *(("1", *row) for row in rows)])
        assert [row.cells[1:] for row in opened(path).rows()] == rows

    @settings(deadline=None)
    @given(raw=st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(
        self, raw: bytes, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "leads.csv"
        path.write_bytes(b"Name,Phone\n" + raw)
        try:
            rows = list(opened(path).rows())
        except LeadFileError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        else:
            assert all(row.line >= 2 for row in rows)


class TestTitlesOfParts:
    PARTS = (
        "Name,Phone\nOpen house in May,\nAnn Lee,415-555-0132\n"
        "Open event in June,\nTom Berg,415-555-0177\nTotal 2,\nEve Ray,415-555-0188\n"
    )

    @pytest.mark.parametrize(("footer", "problem"), [
        ("Total", "a total, and no lead"),
        ("Summe,,", "a total, and no lead"),
        ("Grand total: 120", "a total, and no lead"),
        ("Grand total: 120,,", "a total, and no lead"),
        ("Exported 2026-11-26", "a footer, and no lead"),
        ("Exportiert am 26.11.2026 um 10:00,,", "a footer, and no lead"),
        ("Page 1 of 2", "a footer, and no lead"),
    ])  # fmt: skip
    def test_a_footer_is_named_so(self, lead_file: Write, footer: str, problem: str) -> None:
        people = "Name,Phone,Email\nSarah Berg,4155550132,s@x.example\n"
        rows = list(lead_file(f"{people}{footer}\nTom Total,4155550133,\n").rows())
        assert [row.problem for row in rows] == ["", problem, ""]

    @pytest.mark.parametrize("lead", [
        "Total,4155550144,", "Total,2,", "Page Exported,,", "Total,,t@x.example",
    ])  # fmt: skip
    def test_a_lead_with_such_a_name_is_none(self, lead_file: Write, lead: str) -> None:
        people = "Name,Phone,Email\nSarah Berg,4155550132,s@x.example\n"
        assert not any(row.problem for row in lead_file(f"{people}{lead}\n").rows())

    def test_a_title_is_the_event_of_the_rows_below_it(self, lead_file: Write) -> None:
        rows = [row for row in lead_file(self.PARTS).rows() if not row.problem]
        assert [(row.name, row.event) for row in rows] == [
            ("Ann Lee", "Open house in May"),
            ("Tom Berg", "Open event in June"),
            ("Eve Ray", ""),
        ]

    def test_an_event_column_says_it_alone(self, lead_file: Write) -> None:
        file = lead_file(
            "Name,Phone,Event\nOpen event in May,,\nAnn Lee,415-555-0132,\n"
            "Tom Berg,415-555-0177,Fair\n"
        )
        assert [row.event for row in file.rows() if not row.problem] == ["", "Fair"]
