"""A short run, as fast as keys can come; the long one is ``python -m tests.campaigns.keys``."""

from __future__ import annotations

from tests.campaigns.keys.campaign import AT_ONCE, run


async def test_bursts_of_keys_count_in_their_order_and_for_whom_they_were_typed() -> None:
    findings = await run(bursts=6, seed=1, pace=AT_ONCE)
    assert findings.clean, findings
    assert findings.bursts == 6
