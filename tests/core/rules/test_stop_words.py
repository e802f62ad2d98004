"""One word that says "stop" without being a keyword: it is asked about, and blocks until then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.keywords import read_keyword, reads_like_stop
from smsdesk.core.rules.stop_words import is_stop_word


@pytest.mark.parametrize(
    "body",
    [
        "ARRET", "Arrêt!", "PARAR", "PARA", "SALIR", "SAIR", "BASTA", "ALTO", "STOPP", "ABMELDEN",
        "Abmelden bitte", "Salir por favor", "arrêt svp", "Стоп", "СТОП!", "停止", "ストップ",
        "Afmelden", "SLUTA", "Iptal", "Wypisz",
        "STOP2END", "Stop 2 End", "stop to end", "txt STOP",
        "🛑", "🛑🛑🛑", " ⛔️\n", "🚫",
        "stpo", "sotp", "tsop", "stip", "stopo", "stops", "sto", "stp", "st0p", "Stoop",
        "unsubscibe", "unsubcribe", "cancle", "cancell", "qiut", "optuot", "opt oit",
        "revok", "stopalll",
    ],
)  # fmt: skip
def test_it_is_asked_about(body: str) -> None:
    assert reads_like_stop(body)
    assert read_keyword(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "Para mañana está bien", "Basta un café?", "Top!", "step", "Shop", "atop", "quite", "Quiet",
        "Suit", "quitt", "cancer", "And", "Send", "the end", "👍", "❤️", "🙏🛑?", "", "!", "?", "1",
        "ok", "Yes", "No", "Hola", "Danke", "please", "Merci", "Stoßen", "done", "start",
    ],
)  # fmt: skip
def test_it_is_some_other_word(body: str) -> None:
    assert not is_stop_word(body)


@given(st.sampled_from(["cancel", "revoke", "unsubscribe", "stopall"]), st.data())
def test_one_slip_of_a_finger_hides_no_keyword(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slip = data.draw(
        st.sampled_from([
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + "x" + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ])
    )  # fmt: skip
    assert is_stop_word(slip) or slip in {word, "evoke"}
