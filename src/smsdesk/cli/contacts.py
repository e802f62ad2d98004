"""``smsdesk why``, ``unblock`` and ``recheck``: what stands between us and one number."""

from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json, Number, Yes
from smsdesk.cli.session import configuration, open_desk
from smsdesk.local_zone import LocalZone

if TYPE_CHECKING:
    from smsdesk.config import Config
    from smsdesk.core.read_models.consent import Why
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.numbers import Numbers


def why(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Say whether a number can be texted, and why.

    Every rule with its evidence, and what would lift it.
    """
    with open_desk(context) as desk:
        answer = _why(desk.contacts, desk.numbers, number, desk.config)
    if as_json:
        output.document(json_shapes.why(answer))
        return
    verdict = answer.verdict
    output.row(answer.number, answer.name, verdict.message or "can be texted")
    for rule in answer.rules:
        lift = f" {rule.lift}" if rule.blocked else ""
        answer_word = "no" if rule.blocked else "ok"
        output.table_row((answer_word, 4), (rule.finding, 26), f"{rule.detail}{lift}")
    for entry in answer.history:
        output.line(f"  {entry}")


def unblock(
    context: typer.Context,
    *,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why; it goes on the record.")],
    as_json: Json = False,
) -> None:
    """Lift the block of a contact whose texts were filtered."""
    if not reason.strip():
        raise WrongUsageError("--reason is empty: say why, it goes on the record")
    with open_desk(context) as desk:
        e164 = desk.numbers.parse(number)
        lifted = desk.contacts.unblock(e164, reason)
        answer = desk.contacts.why(e164)
    if as_json:
        output.document({**json_shapes.why(answer), "unblocked": lifted})
    else:
        done = "unblocked" if lifted else "was not blocked"
        output.row(answer.number, done, answer.verdict.message)


def recheck(
    context: typer.Context, *, number: Number, yes: Yes = False, as_json: Json = False
) -> None:
    """Ask Lookup again for a line type; it costs money.

    What the answer disproves is lifted.
    """
    price = output.dollars(configuration(context).lookup.price_usd)
    if not yes:
        if not output.asks_people():
            raise WrongUsageError(f"a lookup costs {price}: agree to that with --yes")
        typer.confirm(f"A lookup costs {price}. Ask Twilio?", abort=True, err=True)
    with open_desk(context, carrier=True) as desk:
        e164 = desk.numbers.parse_possible(number)
        line_type = desk.lookups.recheck(e164)
        answer = desk.contacts.why(e164)
    if as_json:
        output.document({**json_shapes.why(answer), "line_type": str(line_type)})
    else:
        output.row(answer.number, str(line_type), answer.verdict.message or "can be texted")


def _why(contacts: "ExplainsContacts", numbers: "Numbers", text: str, config: "Config") -> "Why":
    # Loaded late: --help does without.
    from smsdesk.cli.numbers import number_or_facts
    from smsdesk.core.contacts.why import explain
    from smsdesk.core.read_models.consent import Why
    from smsdesk.core.rules.send_rules import judge_contact

    facts = number_or_facts(numbers, text, config.desk.region)
    if isinstance(facts, str):
        return contacts.why(facts)
    has_sender = bool(config.twilio.from_number)
    zone = LocalZone()
    rules = explain(facts, zone, has_sender=has_sender)
    return Why(text, "", judge_contact(facts, zone), rules, history=())
