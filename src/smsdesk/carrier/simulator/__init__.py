"""The simulated carrier: Twilio's HTTP for the demo and the tests, without Twilio.

A world is built of a ledger, an application over it, and a way to reach the application::

    ledger = Ledger(
        clock=SystemClock(),
        firm_number="+14155550100",
        people=[Person("+14155550111", Behaviour.REPLIES)],
        journal=Path("carrier.jsonl"),
    )
    app = create_app(ledger, account_sid="AC" + 32 * "0", auth_token="secret")
    transport = in_process(app)  # for an httpx client in this process, or
    server = serve(app, port=0)  # for any client on this machine: server.url

``ledger.receive(...)`` lets a text arrive, ``app.faults.arm(...)`` lets things go wrong.
``people`` says how numbers behave that nobody registered.
"""

from smsdesk.carrier.simulator.app import SimulatedCarrier, create_app
from smsdesk.carrier.simulator.faults import Fault, FaultName, FaultScript, RequestKind
from smsdesk.carrier.simulator.journal import JournalDamagedError
from smsdesk.carrier.simulator.ledger import Ledger, NotCancelableError, PairBlockedError
from smsdesk.carrier.simulator.people import Behaviour, Person, number_table
from smsdesk.carrier.simulator.selection import Selection
from smsdesk.carrier.simulator.server import RunningServer, serve
from smsdesk.carrier.simulator.transport import in_process

__all__ = [
    "Behaviour",
    "Fault",
    "FaultName",
    "FaultScript",
    "JournalDamagedError",
    "Ledger",
    "NotCancelableError",
    "PairBlockedError",
    "Person",
    "RequestKind",
    "RunningServer",
    "Selection",
    "SimulatedCarrier",
    "create_app",
    "in_process",
    "number_table",
    "serve",
]
