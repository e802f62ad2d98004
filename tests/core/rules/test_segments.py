"""Segments: how a text is counted, and when two texts are the same to Twilio."""

# ruff: noqa: RUF001 - characters that look alike are the subject of these tables

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.segments import body_key, count_segments, strip_trial_prefix, utf16_length

GSM_BASIC = (
    string.ascii_letters + string.digits + " \n!\"#%&'()*+,-./:;<=>?@_"
    "£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà"
)
GSM_EXTENSION = "^{}[]~\\|€\f"
OUTSIDE_GSM = "`çÁíóú’“”–—…\t\u00a0œłж日😀"

gsm_text = st.text(st.sampled_from(GSM_BASIC + GSM_EXTENSION), max_size=700)
any_text = st.text(max_size=500)


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", "GSM-7", 0),
        ("a", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        # The pair that would straddle the end of the first part moves over whole.
        ("a" * 152 + "€" + "b" * 152, "GSM-7", 3),
        ("a" * 152 + "€" + "b" * 151, "GSM-7", 2),
        ("ж" * 70, "UCS-2", 1),
        ("ж" * 71, "UCS-2", 2),
        ("ж" * 134, "UCS-2", 2),
        ("ж" * 135, "UCS-2", 3),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        ("ж" * 66 + "😀" + "ж" * 66, "UCS-2", 3),
        ("ж" * 66 + "😀" + "ж" * 65, "UCS-2", 2),
        # In UCS-2 an extension character is one unit like any other.
        ("€" * 69 + "ж", "UCS-2", 1),
        ("a" * 1600, "GSM-7", 11),
    ],
)
def test_segments(text: str, encoding: str, segments: int) -> None:
    count = count_segments(text)
    assert (count.encoding, count.segments) == (encoding, segments)


@pytest.mark.parametrize("char", GSM_BASIC)
def test_a_basic_character_costs_one_septet(char: str) -> None:
    assert count_segments(char).encoding == "GSM-7"
    assert [count_segments(char * times).segments for times in (160, 161)] == [1, 2]


@pytest.mark.parametrize("char", GSM_EXTENSION)
def test_an_extension_character_costs_two_septets(char: str) -> None:
    count = count_segments(char)
    assert (count.encoding, count.characters) == ("GSM-7", 1)
    assert [count_segments(char * times).segments for times in (80, 81)] == [1, 2]


@pytest.mark.parametrize("char", OUTSIDE_GSM)
def test_one_character_outside_turns_the_text_into_ucs2(char: str) -> None:
    count = count_segments(f"Hello {char}!")
    assert count.encoding == "UCS-2"
    assert count.culprits == (char,)


@pytest.mark.parametrize(
    ("text", "characters", "units"),
    [
        ("abc", 3, 3),
        ("a\r\nb", 3, 4),
        ("€uro", 4, 4),
        ("e\u0301te", 3, 4),
        ("日本", 2, 2),
        ("😀", 1, 2),
        ("👍🏽", 1, 4),
        ("👩‍💻 works", 7, 11),
        ("👨‍👩‍👧‍👦", 1, 11),
        ("🇺🇸🇲🇽", 2, 8),
        ("🇺🇸🇲", 2, 6),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 1, 14),
        ("❤️x", 2, 3),
        ("1️⃣", 1, 3),
        ("ж\r\nж", 3, 4),
    ],
)
def test_characters_are_counted_as_a_person_does(text: str, characters: int, units: int) -> None:
    count = count_segments(text)
    assert (count.characters, count.units) == (characters, units)


def test_culprits_are_distinct_in_order_and_at_most_five() -> None:
    assert count_segments("“It’s” – “so” ’ … nice — 👩‍💻").culprits == ("“", "’", "”", "–", "…")
    assert count_segments("Hi 👩‍💻 👩‍💻").culprits == ("👩‍💻",)


@pytest.mark.parametrize("text", ["👍", "❤", "❤️", "☎️", "⭐", "1️⃣", "🇺🇸", "✅"])
def test_emoji_are_noticed(text: str) -> None:
    assert count_segments(f"ok {text}").has_emoji


@pytest.mark.parametrize("text", ["", "ok :-)", "“quoted”", "日本", "→ ✓ • ™", "é", "©"])
def test_other_signs_are_no_emoji(text: str) -> None:
    assert not count_segments(text).has_emoji


def greedy_parts(costs: list[int], single: int, part: int) -> int:
    """The definition, character by character: what does not fit opens the next part."""
    if sum(costs) <= single:
        return 1 if costs else 0
    parts, used = 1, 0
    for cost in costs:
        if used + cost > part:
            parts, used = parts + 1, 0
        used += cost
    return parts


@given(gsm_text)
def test_gsm_agrees_with_the_definition(text: str) -> None:
    costs = [2 if char in GSM_EXTENSION else 1 for char in text]
    count = count_segments(text)
    assert count.encoding == "GSM-7"
    assert count.segments == greedy_parts(costs, 160, 153)


@given(any_text)
def test_ucs2_agrees_with_the_definition(text: str) -> None:
    count = count_segments(text + "ж")
    costs = [2 if char > "\uffff" else 1 for char in text + "ж"]
    assert count.encoding == "UCS-2"
    assert count.segments == greedy_parts(costs, 70, 67)
    assert count.units == utf16_length(text + "ж") == sum(costs)


@given(any_text)
def test_counts_are_sane(text: str) -> None:
    count = count_segments(text)
    assert (count.segments == 0) == (text == "")
    assert count.characters <= len(text) <= count.units
    assert bool(count.culprits) == (count.encoding == "UCS-2")


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_lone_surrogate_is_counted_not_refused(text: str) -> None:
    assert count_segments(text).units == utf16_length(text)


# -- the same text after Twilio has had it ------------------------------------------------

# What Twilio's smart encoding makes of single characters, one of each kind.
SMART = {
    "“": '"', "”": '"', "«": '"', "„": '"', "\u301d": '"', "\uff02": '"',
    "‘": "'", "’": "'", "`": "'", "´": "'", "\u02bc": "'", "\uff07": "'",
    "–": "-", "—": "-", "•": "-", "\u2010": "-", "\u2015": "-", "\uff0d": "-",
    "…": "...", "½": "1/2", "¼": "1/4", "¾": "3/4", "÷": "/", "⁄": "/",
    "\u00a0": "  ", "\u2003": "  ", "\u202f": "  ", "\u3000": "  ", "\t": "       ",
    "\u2028": " ", "\x80": "  ", "\u200b": "", "\ufeff": "", "\u2060": "", "\x00": "",
    "‼": "!!", "‹": ">", "›": "<", "\u201a": ",", "、": ",", "。": ".", "\uff64": ",",
    "Ａ": "A", "ᴀ": "A", "９": "9", "（": "(", "❨": "(", "＠": "@", "∗": "*", "⁏": ";",
    "ˆ": "^", "\u0303": "~", "\u0302": "^", "\u0338": "/", "˜": "~", "∼": "~", "\\": "\\",
    "\uff3c": "\\", "｜": "|", "\ufe15": "!", "\ufe69": "$", "\ufe10": "'", "\ufe11": "'",
}  # fmt: skip


@pytest.mark.parametrize(("fancy", "plain"), SMART.items())
def test_smart_encoding_keeps_the_key(fancy: str, plain: str) -> None:
    assert body_key(f"Hi Sarah{fancy}x, ok") == body_key(f"Hi Sarah{plain}x, ok")


@given(st.text(st.sampled_from("abc 12\r\nÉñ😀" + "".join(SMART)), max_size=60))
def test_whatever_twilio_does_the_key_stays(text: str) -> None:
    smart = "".join(SMART.get(char, char) for char in text)
    key = body_key(text)
    assert body_key(smart) == key
    assert body_key(text.replace("\r\n", "\n")) == key
    assert body_key(f"  {text}\n") == key
    assert body_key("Sent from your Twilio trial account - " + text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("See you at 7", "See you at 8"),
        ("ok", "OK"),
        ("Café", "Cafe"),
        ("yes 👍", "yes 👎"),
        ("yes", "yes!"),
        ("👍", "👍🏽"),
        ("", "a"),
        ("now here", "nowhere"),
    ],
)
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    assert body_key(one) != body_key(other)


def test_trial_prefix() -> None:
    assert strip_trial_prefix("Sent from your Twilio trial account - Hello") == "Hello"
    assert strip_trial_prefix("Hello") == "Hello"
    assert strip_trial_prefix("Re: Sent from your Twilio trial account - x").startswith("Re:")
