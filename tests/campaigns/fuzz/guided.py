"""One target under atheris, which bends its input towards code that has not run yet.

A process of its own: what is fuzzed must be instrumented as it is imported, and libFuzzer ends the
process as it likes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["smsdesk"]):
    from tests.campaigns.fuzz import targets


def main(name: str, seconds: str) -> None:
    """Run a target for some seconds; a finding ends the process with another code than 0."""
    folder = Path(tempfile.mkdtemp())
    target: Any = {**targets.TEXTS, **targets.BYTES}[name]

    def one(data: bytes) -> None:
        value: Any = data
        if name in targets.TEXTS:
            value = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(len(data))
        target(value, folder)

    options = [f"-max_total_time={seconds}", "-max_len=1000", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
