"""One word that says "stop" and is no keyword: another language's, misspelt, or a stop sign.

What is found here is put to an agent as a question, as a wish in more words is
(``smsdesk.core.rules.stop_wishes``). The whole message counts, with a courtesy round it at most:
``para`` alone is a wish, and in a sentence it is Spanish for "for".
"""

from __future__ import annotations

import re

from smsdesk.text import fold

# As `fold` writes them: small letters without accents.
_WORDS = frozenset({
    # French
    "arret", "arrete", "arreter", "arretez", "stopper", "desabonner", "desabonnement",
    "desinscription",
    # Spanish and Portuguese
    "alto", "basta", "baja", "cancelar", "detener", "para", "parar", "pare", "paren", "salir",
    "sair", "saia", "terminar",
    "descadastrar", "remover",
    # Italian
    "annulla", "cancella", "cancellami", "disiscrivi", "ferma", "fermati", "smettila",
    # German, Dutch and Swedish
    "abbestellen", "abmelden", "abmeldung", "aufhoren", "aufhoeren", "stopp",
    "afmelden", "uitschrijven",
    "avsluta", "avregistrera", "sluta",
    # Polish and Turkish
    "rezygnuje", "wypisz", "przestan",
    "dur", "durdur", "iptal", "ret",
    # Russian
    "стоп", "отписаться", "отписка", "отпишите", "хватит",
    # English, as other carriers and habits have it
    "stop2end", "stop2quit", "stop2stop", "stop2optout", "stoptoend", "stoptoquit", "txtstop",
    "textstop", "unsub",
})  # fmt: skip
# Written without spaces, and folding takes the marks off the kana.
_SPACELESS = frozenset(
    fold(word)
    for word in ("停止", "配信停止", "解除", "退会", "ストップ", "やめて", "やめてください")
)
_COURTESIES = frozenset({
    "please", "pls", "plz", "bitte", "danke", "svp", "merci", "por", "favor", "gracias",
    "obrigado", "obrigada", "per", "favore", "grazie", "alstublieft", "aub", "bedankt", "tack",
    "prosze", "dziekuje", "lutfen", "tesekkurler", "пожалуиста", "спасибо",
})  # fmt: skip
_SIGNS = frozenset("\N{OCTAGONAL SIGN}\N{NO ENTRY}\N{NO ENTRY SIGN}")
_NO_SIGN = re.compile("[\\s\ufe0e\ufe0f]+")

# Misspelt by one letter more, less, another or swapped; short words are too near to others.
_SPELLED = ("stop", "quit", "cancel", "revoke", "optout", "stopall", "unsubscribe")
_OTHER_WORDS = frozenset({
    "atop", "estop", "shop", "slop", "sop", "step", "stoup", "stow", "swop", "top", "topp", "qi",
    "quiet", "quilt", "quint", "quip", "quid", "quite", "quits", "quitt", "quiz", "suit", "squit",
    "cancer", "chancel", "evoke", "evoked", "provoke",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40


def is_stop_word(text: str) -> bool:
    """Tell a message that is a word for "stop", spelled in some way, or a lone stop sign."""
    if len(text) > _LONGEST:
        return False
    signs = _NO_SIGN.sub("", text)
    if signs and _SIGNS.issuperset(signs):
        return True
    said = [word for word in _WORD.findall(fold(text)) if word not in _COURTESIES]
    joined = "".join(said)
    if joined in _WORDS or joined in _SPACELESS:
        return True
    return joined not in _OTHER_WORDS and any(_one_slip(joined, word) for word in _SPELLED)


def _one_slip(written: str, word: str) -> bool:
    """Tell whether two words differ by one letter: added, left out, another, or two swapped."""
    if abs(len(written) - len(word)) > 1 or written == word:
        return False
    same = next(
        (at for at, pair in enumerate(zip(written, word, strict=False)) if pair[0] != pair[1]),
        min(len(written), len(word)),
    )
    ours, theirs = written[same:], word[same:]
    if len(written) == len(word):
        swapped = ours[:2] == theirs[1::-1]
        return ours[1:] == theirs[1:] or (swapped and ours[2:] == theirs[2:])
    return ours[1:] == theirs if len(written) > len(word) else ours == theirs[1:]
