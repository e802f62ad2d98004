"""Consent in inbound texts: keywords, and wishes to stop in any wording."""

# ruff: noqa: RUF001 - characters that look alike are the subject of these tables

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.keywords import (
    Keyword,
    bare_keyword,
    carrier_acts_on,
    read_keyword,
    reads_like_stop,
)

OPT_OUT_WORDS = [
    "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout",
    "opt out",
]  # fmt: skip
CARRIER_WORDS = [word for word in OPT_OUT_WORDS if " " not in word]

in_any_case = st.sampled_from(OPT_OUT_WORDS).flatmap(
    lambda word: st.tuples(*(st.sampled_from([char, char.upper()]) for char in word)).map("".join)
)
edges = st.text(st.sampled_from(" \t\n\"'“”‘’«».,;:!?…-–—()[]*_~`\u200b\ufeff\u00a0"), max_size=4)


# -- keywords -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", OPT_OUT_WORDS)
@pytest.mark.parametrize(
    "written", ["{}", "{}.", " {} ", "{}!!!", "“{}”", "'{}'", "\n{}\n", "-{}-"]
)
def test_opt_out_words(word: str, written: str) -> None:
    assert read_keyword(written.format(word)) is Keyword.OPT_OUT
    assert read_keyword(written.format(word.upper())) is Keyword.OPT_OUT
    assert read_keyword(written.format(word.title())) is Keyword.OPT_OUT


@given(edges, in_any_case, edges)
def test_case_and_surroundings_do_not_matter(before: str, word: str, after: str) -> None:
    assert read_keyword(before + word + after) is Keyword.OPT_OUT


@given(in_any_case, st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad-\u2010\u2011"), st.data())
def test_zero_width_characters_and_hyphens_count_for_nothing(
    word: str, nothing: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word)))
    assert read_keyword(word[:at] + nothing + word[at:]) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "body",
    [
        "ＳＴＯＰ", "𝐒𝐓𝐎𝐏", "ⓢⓣⓞⓟ", "opt-out", "Opt–Out", "s-t-o-p", "un-subscribe", "stop-all",
        "STOP\u00a0ALL", "opt   out", "opt\nout", "STOP\x00", "\u202estop\u202c", "*STOP*",
        "¡Stop!", "<stop>", "stop 。", "`stop´", "st\ufe00op", "st\ufe0fop", "st\u2212op",
        "st\u034fop",
    ],
)  # fmt: skip
def test_opt_outs_in_disguise(body: str) -> None:
    assert read_keyword(body) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "body",
    [
        "", " ", "...", "👍", "Stop by anytime!", "Quite interested", "Yesterday", "stop please",
        "please stop", "stopped", "nonstop", "The end", "end of the week works", "ending",
        "cancel my appointment", "cancelled", "quitting", "no", "help", "HELP", "info",
        "stop - thanks", "stop, thanks", "stop all of it", "s t o p", "s.t.o.p", "STOP 🛑",
        "opt", "out", "out opt", "стоп", "stop1", "5top",
    ],
)  # fmt: skip
def test_what_is_no_keyword(body: str) -> None:
    assert read_keyword(body) is None


@pytest.mark.parametrize("body", ["START", "start", " Start\n", "UNSTOP", "unstop", "\tunStop "])
def test_opt_in_words(body: str) -> None:
    assert read_keyword(body) is Keyword.OPT_IN


@pytest.mark.parametrize("body", ["YES", "yes", " Yes \n"])
def test_yes_is_a_keyword_of_its_own(body: str) -> None:
    assert read_keyword(body) is Keyword.YES


@pytest.mark.parametrize(
    "body",
    [
        "Start!", "START.", "“start”", "yes!", "Yes.", "yes please", "start again", "un-stop",
        "un stop", "re-start", "ＳＴＡＲＴ", "\u017ftart", "\ufb05art", "st\u200bart", "yep", "y",
        "restart", "resume", "subscribe",
    ],
)  # fmt: skip
def test_opt_in_is_matched_only_as_twilio_does(body: str) -> None:
    assert read_keyword(body) is None


@pytest.mark.parametrize("word", CARRIER_WORDS)
def test_the_carrier_acts_on_its_own_words(word: str) -> None:
    assert carrier_acts_on(word)
    assert carrier_acts_on(f"  {word.upper()}\n")


@pytest.mark.parametrize(
    "body",
    [
        "stop all", "opt out", "opt-out", "STOP!", "stop.", "“stop”", "s-t-o-p", "ＳＴＯＰ",
        "\u017ftop", "stop please", "START", "YES", "", "st\u200bop",
    ],
)  # fmt: skip
def test_the_carrier_does_not_act_on_what_only_we_read(body: str) -> None:
    assert not carrier_acts_on(body)


@given(st.text())
def test_whatever_the_carrier_acts_on_is_an_opt_out_for_us(body: str) -> None:
    assert not carrier_acts_on(body) or read_keyword(body) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    ("body", "bare"),
    [
        ("stop", "STOP"),
        ("\tStop \n", "STOP"),
        ("Opt-out", "optout."),
        ("stop all!", "stop all"),
        ("start", "START"),
        (" Yes\n", "YES"),
        ("STOP\ufe0f", "stop."),
        ("Start!", ""),
        ("see you at seven", ""),
    ],
)
def test_what_is_left_of_a_keyword(body: str, bare: str) -> None:
    assert bare_keyword(body) == bare


@given(edges, in_any_case | st.sampled_from(["START", "Unstop", "YES", "start!", "hello"]), edges)
def test_what_is_left_means_the_same_to_us_and_to_the_carrier(
    before: str, word: str, after: str
) -> None:
    body = before + word + after
    bare = bare_keyword(body)
    assert read_keyword(bare) is read_keyword(body)
    assert carrier_acts_on(bare) is carrier_acts_on(body)
    assert len(bare) <= len("unsubscribe.")


# -- wishes to stop -----------------------------------------------------------------------

WISHES = """
stop please
Please stop
pls stop
plz stop!!
Stop it
STOP THIS
stop this now
Just stop.
Stop stop stop
STOPPPP
Stoppp please
STOP 🛑
Stop 😡😡
Stop. I'm serious.
ok stop thank you
No, stop
I said stop!
Hi, stop. Thanks
please unsubscribe
Unsubscribe me
unsubscribe please and thank you
unsubcribe
Unsuscribe
UNSUBSRIBE
I want to unsubscribe
how do I unsubscribe from this?
I'd like to opt out
How do I opt out?
Opting out
opt me out
please opt us out of these
please cancel
cancel it please
Please end this
Please stop texting me
please stop texting me!!!
stop texting
Stop texting this number
Stop txting me
stop messaging me
not interested, stop messaging
Stop contacting me
stop sending me messages
Stop sending these
Stop sending me this stuff
stop sending texts
stop fucking texting me
STOP FUCKING TEXTING ME
quit texting me
Quit sending me these
can you stop texting me
Can u please stop messaging me?
could you please stop
Would you please stop contacting me
I want you to stop texting me
I asked you to stop texting me
I have asked you 3 times to stop texting me.
If you don't stop texting me I'm calling a lawyer
you never stop texting
when will you stop bothering me
please stop bothering me
stop bugging us
Stop harassing me
this is harassment
Stop spamming me
stop blowing up my phone
stop calling me
stop calling and texting
stop reaching out
stop the texts
Stop the text messages please
Stop all texts
stop all messages to this number
stop these messages
Stop with the texts already
enough with the texts
Enough already
too many texts
Stop the spam
spam
cancel these texts
cancel my subscription
cancel all text messages
end these messages
End all texts please
block these messages
I revoke my consent
I withdraw my consent to be contacted
cease and desist
please cease all communications
please discontinue these messages
Kindly refrain from contacting me
Wrong number, stop
wrong number
You have the wrong number
Sorry, wrong person
this is not the right number
remove me
Remove me please
Remove me from your list
please remove me from this list
REMOVE MY NUMBER
Please remove my number from your system. Thank you!
Please remove. Thanks.
remove this number
Remove us from your contacts
delete my number
Please delete me from your text list
Delete my info
erase my data
take me off
take me off this list
Take me off your list please
take my number off your list
take this number off
Get me off this list
get me off of your fucking list
I want off this list
how do I get off your mailing list
I would like to be removed
I want to be taken off
asked to be removed twice
don't contact me again
Do not contact me
do not contact me again.
Dont contact this number anymore
Don't text me
don’t text me again
dont text me anymore
DO NOT TEXT ME
Do not text
please do not text this number
pls dont txt me
Please don't ever text me again
dont you ever text me again
never text me again
Never contact us again
don't message me
Don't write me again
don't bother me
dont call me
Don't call me again
do not call this number
Don't call or text me
do not call or text this number ever again
I told you not to text me
I asked you not to contact me
please keep my number off your lists, do not text
can you not text me
could you please not message me
I would prefer you not contact me
I'd rather you didn't text me
don't send me anything
please do not send me any more texts
Don't send me messages
dont send these
do not send texts to this number
no more
No more please
no more texts
No more text messages please
no more messages from you
no more of these texts
no texts please
No messages
I don't want these texts
I don't want to receive these messages
I do not want your texts
I don't want any more messages
don't want to be contacted
I do not wish to be contacted
I no longer wish to receive messages
no longer want texts
I no longer want this
I dont need these texts
I don't want to hear from you
I don't want this anymore
I did not consent to texts
not interested
Not interested, thanks
I'm not interested
Sorry, I am not interested at all
no longer interested
not interested in this
leave me alone
Leave me the hell alone
please leave us alone
lose my number
Go away
fuck off
F off
fuck you
screw you
back off
I never signed up for this
I didn't sign up for these texts
never agreed to receive texts
I didn't ask for these messages
I will report you
Reported as spam
I'm going to block this number
blocking you
I'm on the do not call list
This is a TCPA violation
unsolicited texts are illegal
how do I get rid of these
Who is this? Stop texting me
Hi Anna. I already bought a house. Please take me off your list.
Liked "See you at 7" please stop texting me
Please take my name off your list
Remove from list
Stop this nonsense
Stop Sarah
STOP - John Smith
Stop with this
please do not reply
How do I stop these?
how do i make this stop
make it stop
not interested stop
Please unenroll me
I don't want to be on this list
stop harrassing me
Please leave my family alone
Not Sarah. wrong #
remove this #
lose my #
please don't
Please don't reach out again
stop following up with me
I want out
alto a los mensajes
no me manden mensajes
No me manden más mensajes
no me escriban mas
No me escriba más por favor
Ya no me escriban
no me envíen nada
por favor no me mande mensajes
no me llamen
No me contacten
no me molesten
no me moleste más
No me texteen
no me vuelvan a escribir
no vuelvan a llamar
ya no quiero mensajes
No quiero recibir más mensajes
no quiero que me escriban
No deseo recibir mensajes
favor de no enviar mensajes
no mas mensajes
No más textos por favor
no más
dejen de mandar mensajes
Dejen de molestar
Deje de escribirme
deja de mandarme mensajes
paren de llamar
paren
basta
Basta ya
alto
Alto por favor
parar
cancelar
cancelen los mensajes
cancelar mi suscripción
déjenme en paz
Dejame en paz
quítenme de la lista
Sáquenme de su lista
bórrenme de su lista
Elimínenme
borren mi número
eliminen mi numero
quiero darme de baja
dar de baja
denme de baja
número equivocado
Se equivocó de número
quiero desuscribirme
no me interesa
No me interesa, gracias
ya no me interesa
""".strip().splitlines()

NO_WISHES = """
Stop by anytime!
Can I stop by the office?
Stop worrying, it works
stop at the light and text me
Does it stop at noon?
my phone won't stop
I'm at my stop
Let me know when it stops raining
My sister wants out of her contract
I'll stop by tomorrow before texting you
Quite interested
Yesterday
Very interested, tell me more
I'm interested!
yes
ok thanks
I can't stop thinking about it
can't stop watching the replay lol
don't stop sending these
Please don't stop sending me these!
never stop sending these
Do not stop texting me, I love it
why did you stop texting me?
Did you stop sending the updates?
I don't want you to stop texting me
the bus stop is near
I'm at the bus stop text me when you're close
What's the next stop?
nonstop meetings today
One-stop shop, nice
end of the week works
Weekend is better
by the end of the day
At the end of the webinar there was a question
Does it end at 5?
cancel my appointment
Can we cancel the call on Monday?
I need to cancel our meeting
My flight was cancelled
I had to cancel yesterday
I quit my job last week
quit smoking years ago
quite a lot
My battery died, can you resend?
Remove the second item please
take it off the table
drop me a line
I'll be off the grid this weekend
I get off work at 5
Which one from the list?
Add me to the list
put me on your list
Don't hesitate to call me
Don't forget to text me
don't worry about it
Why don't you text me tomorrow?
you don't have to text me back
I don't text and drive
I don't text much, call me
you did not text me back
You never text me anymore :(
Don't call me, just text
dont call, text me instead
Please don't call me before 9, text me
Don't call me until 5pm
I don't want to miss it
I do not want to be late
I don't need a reminder? No, I do. Thanks!
No more questions from me, see you there
no message came through
No problem
no thanks, I have one already
no worries, send it over
no
I got your text
got your messages
I sent you a text, leave it with me
leave me a message
I'm alone at home
Is the wrong date on the invite?
the wrong link was sent
I gave you the right number
My number is 415-555-0123
I lost my phone
Not interested in Tuesday but Wednesday works
Is this a scam?
Who is this?
How did you get my number?
please start texting me
I never got the email
I didn't get your text
I didn't sign up yet, send me the link
Do not disturb was on, sorry
I reported the issue to support
I blocked out Tuesday for you
unsubtle but fun
I did not unsubscribe! Please keep sending
don't unsubscribe me
don't remove me from the list
do not take me off the list
please don't opt me out
START
UNSTOP
HELP
stop
STOP
opt-out
Stop all
Liked "Hi Sarah, reply STOP to opt out"
Loved “Reply STOP to unsubscribe.”
Laughed at "don't text me again lol"
Emphasized “We will stop texting you”
👍 to “ Hi! Reply STOP to opt out ”
Reacted 😂 to "Reply STOP to opt out"
Removed a heart from “Reply STOP to opt out”
Le gustó “Responda STOP para cancelar”
Le encantó "Reply STOP to opt out"
No me llegó el enlace
no me llamo María
No me mandaron el link
no me escribió nadie
no envié el formulario
Me interesa mucho
No puedo hoy
mándenme más información
¿A qué hora?
para mañana está bien
¿Paran cerca del centro?
dejé el carro en casa
dejé de trabajar allí
gracias
""".strip().splitlines()


@pytest.mark.parametrize("body", WISHES)
def test_reads_like_a_wish_to_stop(body: str) -> None:
    assert reads_like_stop(body)


@pytest.mark.parametrize(
    "body", ["S T O P", "s.t.o.p.", "s_t_o_p", "OPT / OUT", "Q u i t", "\tS\tT\tO\tP"]
)
def test_a_keyword_in_pieces_is_asked_about(body: str) -> None:
    assert reads_like_stop(body)


@pytest.mark.parametrize("body", WISHES)
def test_a_wish_asks_however_it_is_typed(body: str) -> None:
    assert reads_like_stop(body.upper())
    assert reads_like_stop(f"  {body.lower()}  \n")
    assert reads_like_stop(body.replace("'", "’"))
    assert reads_like_stop("\t\t" + body.replace(" ", "\t"))
    assert reads_like_stop(f"Hello Sarah.\n{body}\nRegards, Tom")


@pytest.mark.parametrize("before", ["See you there! " * 2000, "\t" * 30, "\u200b\x1b[2J" * 30])
def test_a_wish_asks_wherever_it_stands_in_a_text(before: str) -> None:
    """Also beyond what a screen shows of one."""
    assert not reads_like_stop(before)
    assert reads_like_stop(f"{before}\nPlease stop texting me")


@pytest.mark.parametrize("body", NO_WISHES)
def test_does_not_read_like_a_wish_to_stop(body: str) -> None:
    assert not reads_like_stop(body)


@given(edges, in_any_case, edges)
def test_a_keyword_is_not_a_question(before: str, word: str, after: str) -> None:
    assert not reads_like_stop(before + word + after)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_has_an_answer(body: str) -> None:
    assert reads_like_stop(body) in {True, False}
    assert read_keyword(body) in {None, *Keyword}


@pytest.mark.parametrize(
    "body",
    ["no mas " * 3000 + "x", "stop " * 3000 + "x", "stop the " * 3000, 'liked "' + '"' * 20000,
     "dont want " + "to receive any more of these " * 1000, "-" * 20000, "please " * 4000],
)  # fmt: skip
def test_hostile_texts_take_no_time(body: str) -> None:
    started = time.process_time()
    read_keyword(body)
    reads_like_stop(body)
    assert time.process_time() - started < 1.0
