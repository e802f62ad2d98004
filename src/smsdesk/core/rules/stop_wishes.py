r"""Wishes to get no more texts, in people's own words: English, and the commonest in Spanish.

Any reasonable wording revokes consent (47 CFR 64.1200(a)(10), in force since 2025-04-11). What is
found here is put to an agent as a question, so asking once too often costs a key, and missing a
wish may cost a law suit: in doubt, a pattern belongs in.

The patterns see one clause at a time, folded, without apostrophes, ``#`` written out, words
parted by single spaces: ``DON'T text this #!`` is ``dont text this number``.
"""

from __future__ import annotations

import re

from smsdesk.text import fold


def wishes_to_stop(text: str) -> bool:
    """Whether a text reads like a wish to get no more texts.

    What a reaction quotes of our own text (``Liked "... Reply STOP to opt out"``) is not the
    lead's wording and does not count.
    """
    plain = fold(_APOSTROPHE.sub("", _own_words(text)))
    if not _HINT.search(plain):
        return False
    clauses = _clauses(plain)
    if any(_is_wish(clause) for clause in clauses):
        return True
    # "Don't call me, just text" is a wish to be texted.
    asks_for_texts = any(_TEXT_INSTEAD.search(clause) for clause in clauses)
    return not asks_for_texts and any(_NO_CALLS.search(clause) for clause in clauses)


def _is_wish(clause: str) -> bool:
    # A wish that fills its clause is short; the pattern takes its time over a long one.
    whole = len(clause) <= _LONGEST_WHOLE and _WHOLE_CLAUSE.fullmatch(clause)
    return bool(whole or _WISH.search(clause))


def _own_words(text: str) -> str:
    """Return what follows the quotation in a reaction, else the whole text."""
    return _QUOTE_END.split(text)[-1] if _REACTION.match(text) else text


def _clauses(plain: str) -> list[str]:
    spelled = plain.replace("#", " number ")
    return [" ".join(_WORD.findall(clause)) for clause in _CLAUSE_END.split(spelled)]


_APOSTROPHE = re.compile("['`\u00b4\u2018\u2019\u02bc]")
_CLAUSE_END = re.compile(r"[^\w\s'-]+|\s-+\s|\n")
_WORD = re.compile(r"[^\W_]+")

# How one word at least begins in whatever the patterns below find. Most texts have none, and a
# first sync reads 100,000 of them. A test draws texts from the patterns and looks for a hint.
_HINT = re.compile(
    r"(?<![^\W_])(?:alone|alto|away|baja|basta|bloc|borr|bugg|buzz|canc|ceas|delet|desc|desi|desu"
    r"|deten|dej|disc|dnc|dnt|dont|don\b|didnt|elim|end\b|enough|equivoc|eras|fcc|forg|ftc|fuck"
    r"|halt|hara|hell\b|list|lose|lost|never|nos?\b|not\b|numero|off|opt|out|para?r?\b|paren?\b"
    r"|piss|purg|quit|refr|remo|remu|repo|revo|rid\b|sac|saq|scr|shut|spam|sto|stp|sotp|tcpa"
    r"|too many|uns|unl|unw|une|withd|wrong)"
)

# What iMessage and Android send when somebody reacts to one of our texts, quoting it.
_REACTION = re.compile(
    r"\W*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted\W+to"
    r"|removed an? [\w ]{1,20} from|(?:no )?le (?:gust|encant|dio)\w*(?: \w+)?|enfatiz\w+)"
    r"|(?<=\W)to)\W*[\"\u201c\u00ab]",
    re.IGNORECASE,
)
_QUOTE_END = re.compile('["\u201d\u00bb]')

# -- building blocks ----------------------------------------------------------------------

# Words that may stand round a bare "stop" without making it mean something else. No word is in
# both lists: that keeps the matching linear in hostile texts.
_AROUND = (
    r"(?:please|pl[sz]|plss|kindly|just|now|right|immediately|asap|today|already|again|ok|okay"
    r"|hi|hello|hey|yo|no|nope|yes|yeah|ya|me|us|it|this|that|these|those|everything|all|and|for"
    r"|good|forever|thanks|thank|thx|ty|you|u|sorry|i|said|can|could|would|will|sir|maam|man|bro"
    r"|dude|guys|seriously|ffs|fuck\w*|damn|por|favor|gracias|mas)"
)
_BARE = (
    r"(?:sto+p+|stpo|sotp|unsub\w*|unsuscri\w*|cancel|end|quit|revoke|cease|desist|enough|remove"
    r"|delete|spam|alto|basta|paren?|parar|detener|detengan(?:se)?|cancelar|cancelen?|baja)"
)
_TEXTS = r"(?:te?xts?|text messages?|messages?|msgs?|sms|mms|mensajes?|textos?)"
_POST = (
    rf"(?:{_TEXTS}|spam|e ?mails?|notifications?|alerts?|communications?|contact|promos?"
    r"|promotions?|ads?|solicitations?|reminders?|updates|subscriptions?|campaigns?)"
)
_SENDING = (
    r"(?:te?xting|texing|txtn|messaging|msging|contacting|sending|e ?mailing|mailing|spamming"
    r"|bothering|har+as+ing|bugging|pestering|annoying|writing|soliciting|marketing|blowing"
    r"|hitting|reaching|following|getting|receiving|calling)"
)
_THE = (
    r"(?:all|the|these|this|those|that|your|ur|my|any|further|future|with|w|it|to|please|more"
    r"|text|auto|automated|marketing|promotional|daily|weekly|stupid|annoying|damn|fucking)"
)
_MY_NUMBER = r"(?:(?:my|this|our) )?(?:cell |mobile |phone )?(?:number|name|contact|info\w*|data)"


def _not_after(*words: str) -> str:
    return "".join(rf"(?<!\b{one} )" for one in words)


_NOT_DONT = _not_after("dont", "do not")
# Right before "stop" these make it a wish to go on, or no wish at all ("the bus stop").
_NOT_MEANT = _NOT_DONT + _not_after(
    "dont ever", "dont you", "do not ever", "dont want you to", "never", "cant", "cannot",
    "can not", "couldnt", "did you", "did u", "if you", "ill", "i will", "bus", "the", "next",
    "last",
)  # fmt: skip
_NOT_A_PLACE = _not_after(
    "a", "my", "your", "our", "one", "full", "non", "each", "every", "first", "second", "quick",
    "pit", "wont", "doesnt", "does it", "will it",
)  # fmt: skip
# Looking ahead first spares most positions the looks behind.
_STOP = rf"\b(?=[sqchdr]){_NOT_MEANT}(?:stop|quit|cease|halt|discontinue|desist|refrain)"

# "You never text me" and "I don't text much" are about somebody else's texts.
_DONT = (
    rf"(?:{_not_after('i', 'we', 'you', 'they', 'why')}"
    r"\b(?:dont|do not|dnt|don t|never|no longer)"
    r"|\b(?:not to|(?:can|could|would) (?:you|u)(?: please)? not"
    r"|(?:rather|prefer)(?: that)? you (?:not|didnt|dont)))"
    r"(?: (?:you|u|ever|even|please|dare|keep|be|fucking))*"
)

_LONGEST_WHOLE = 160

# -- a clause that is a wish as a whole ---------------------------------------------------

_WHOLE_CLAUSE = re.compile(
    rf"(?:{_AROUND} )*{_BARE}(?: (?:{_AROUND}|{_BARE}))*"
    # "stop this nonsense", "stop Sarah", but not "stop by anytime" or "stop worrying"
    rf"|(?:{_AROUND} )*stop (?!(?:by|in|over|off|at|for|and|to|before|after|when|if|here|there"
    r"|signs?|lights?|\w+ing)\b)\w+(?: \w+){0,2}"
    rf"|(?:{_AROUND} )*no (?:more|mas|{_TEXTS})(?: {_AROUND})*"
    r"|(?:just )?(?:go away|get lost|shut up)|please (?:dont|do not)"
    r"|(?:\w+ ){0,3}(?:not|no longer) interested(?: (?:at all|any ?more|any longer|thanks"
    r"|thank you|please|sorry|in (?:this|it|these|any of (?:this|it)|your \w+)))*"
    r"|(?:ya )?no (?:me|nos) interesan?(?: (?:nada|gracias|mas|ya))*"
)

# -- wishes anywhere in a clause ----------------------------------------------------------

_STOP_TEXTING = (
    rf"{_STOP}(?: (?!by\b|in\b|over\b|off\b)\w+){{0,2}} {_SENDING}\b",
    rf"{_STOP}(?: {_THE})* (?:{_POST}|calls?)\b",
    rf"{_STOP} (?:these|this|those|them)$",
    rf"\b(?=stop){_NOT_MEANT}{_NOT_A_PLACE}stop(?: please| now| it)?$",
    (
        rf"\b(?=[cebrwt]){_NOT_MEANT}(?:cancel|end|block|revoke|withdraw|enough|too many)"
        rf"(?: (?:of|{_THE}))* (?:{_POST}|consent|permission)\b"
    ),
    rf"\b(?:you|u|yall) (?:never|dont|do not|wont|will not) (?:stop|quit)(?: {_SENDING}|$)",
    rf"\bno more (?:of )?(?:these |your |this |ur )?(?:{_POST}|calls?)\b",
)
_REMOVE_ME = (
    (
        rf"{_NOT_DONT}\b(?:remove|delete|erase|scratch|scrub|unlist|unenroll|purge)"
        rf" (?:me|us|{_MY_NUMBER}|from (?:\w+ ){{0,2}}lists?)\b"
    ),
    rf"{_NOT_DONT}\b(?:take|get|keep) (?:me|us|this|(?:my|this)(?: \w+)? (?:number|name)) off\b",
    (
        r"\b(?:want|get|be) (?:off|out) (?:of )?(?:your|ur|this|the|that|any|all|these)"
        r"(?: \w+){0,2} lists?\b|\bwant out$"
    ),
    (
        r"\b(?:want|wanna|like|wish|ask\w*|prefer|need)(?: to (?:be|get))?"
        r" (?:removed|taken off|deleted|unsubscribed|left alone)\b"
    ),
    (
        rf"{_NOT_DONT}{_not_after('didnt', 'did not', 'never')}"
        r"\b(?:opt(?:ing|ed)?(?: me| us)? out|optout|unsub(?:s(?!t)\w*|c\w*)?|unsuscri\w*)\b"
    ),
)
_DONT_TEXT = (
    (
        rf"{_DONT}(?: (?:call|e ?mail)(?: me)? (?:or|and|nor))?"
        rf" (?:te?xt|message|msg|contact|write|bother|spam|harass|disturb|reply|respond|{_SENDING})"
        r"(?: (?:me|us|my|this|here|back|again|anymore|any|ever|please)\b|$)"
    ),
    rf"{_DONT} (?:reach out|follow up)\b",
    rf"{_DONT} send(?:ing)? (?:me |us |out )?(?:any\w*|these|those|this|more|stuff|{_POST})\b",
    (
        r"\b(?:dont|do not|no longer|never|didnt|did not)"
        r" (?:want|wanna|need|wish|care|consent|agree|like|authorize)"
        r"(?: (?:for|to|be|get|keep|receiv\w+|getting|have|see|you|u|any|more|anymore|ur|your|these"
        r"|this|those|the|all|of|on|from|me))*"
        rf" (?:{_POST}|{_SENDING}|contacted|te?xted|messaged|called|bothered|solicited|hear|lists?)"
        r"\b"
    ),
    (
        r"\b(?:dont|do not) want (?:this|these|those|it|any)(?: of (?:this|these))?"
        r" any ?(?:more|longer)\b"
    ),
    r"\bno longer (?:want|wish|care)\b",
    (
        r"\b(?:never|didnt|did not)"
        r" (?:sign(?:ed)? up|subscribe\w*|ask\w*|agree\w*|opt\w*|consent\w*|request\w*)"
        r" (?:in )?(?:for|to) (?:(?:get|receive|be|any) )*"
        rf"(?:this|these|{_TEXTS}|contacted|te?xted)\b"
    ),
)
_LEAVE_ME = (
    r"\bleave (?:me|us|(?:my|this) \w+) (?:the \w+ )?alone\b",
    r"\b(?:lose|forget) (?:my|this) number\b",
    r"\b(?:fuck|f|piss|bugger|buzz|back) off\b|\b(?:fuck|screw) (?:you|u)\b|\bgo to hell\b",
    r"\bwrong (?:number|num|person|guy|lady)\b|\bnot the (?:right|correct) (?:number|person)\b",
    r"\breport(?:ed|ing)? (?:you|u|as spam|spam|your number|this (?:number|as spam))\b",
    r"\bblock(?:ed|ing)? (?:you|u|this number|your number)\b",
    r"\b(?:tcpa|ftc|fcc|dnc|harassment|unsolicited)\b|\bdo not (?:call|text) (?:list|registry)\b",
    r"\bunwanted (?:texts?|messages?|calls?)\b|\bget rid of (?:these|this|you|your)\b",
)
_SPANISH = (
    r"\bno (?:me|nos) (?:mand|envi|contact|llam|molest|text|mensaje|habl)e?e[ns]?\b",
    r"\bno (?:me|nos) (?:escriba[ns]?|marquen?|sigan?|sigas)\b",
    r"\bno (?:manden|envien|escriban|llamen|contacten|molesten)\b",
    r"\bno (?:mandar|enviar|escribir|llamar|contactar|molestar)(?:me|nos|le)?\b",
    r"\bno (?:me |nos )?(?:vuelva[ns]?) a\b",
    (
        r"\bno (?:quiero|deseo|queremos|necesito|quisiera)(?: \w+){0,3} (?:mensajes?|textos?"
        r"|llamadas?|recibir\w*|sms|contact\w+|spam|publicidad|promociones)\b"
    ),
    r"\bno (?:quiero|deseo) que (?:me|nos)\b",
    r"\bno mas (?:mensajes?|textos?|llamadas?|sms|spam)\b",
    r"\bdejen de\b|\bbasta de\b|\bde baja\b",
    (
        r"\b(?:deja|deje|dejes|dejar|paren?|parar|para) de (?:mandar|enviar|escribir|llamar"
        r"|molestar|textear|contactar|recibir|mensajear|estar)\w*"
    ),
    (
        r"\b(?:alto|paren?|detengan?|cancel\w*)(?: (?:a|con|los|las|estos|sus|mi|la))*"
        r" (?:mensajes|textos|suscripcion|notificaciones)\b"
    ),
    r"\bdej(?:a|e|en)(?:me|nos) (?:en paz|tranquil\w+)\b",
    r"\b(?:quit|saqu|sac|borr|elimin|remuev)(?:a|e|en)(?:me|nos)\b",
    r"\b(?:borr|elimin|quit|saqu|sac)(?:a|e|en|ar) (?:mi|este) (?:numero|telefono|nombre)\b",
    r"\bdes(?:u|in)scri\w*",
    r"\bnumero (?:equivocado|incorrecto|erroneo)\b|\bequivoc\w+ de numero\b",
)

# Each begins with a word, so no other place needs a look: that is four times as fast.
_WISH = re.compile(
    rf"\b(?=\w)(?:{'|'.join(_STOP_TEXTING + _REMOVE_ME + _DONT_TEXT + _LEAVE_ME + _SPANISH)})"
)

_NO_CALLS = re.compile(
    rf"{_DONT} (?:call|phone|ring|e ?mail)(?: (?:me|us|here|this number))?"
    r"(?: (?:again|anymore|any more|ever|back|please))*$"
)
_TEXT_INSTEAD = re.compile(
    r"\b(?:just|only|rather|prefer) te?xt\b|\bte?xt (?:me|us|only|instead)\b"
)
