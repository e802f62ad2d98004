"""smsdesk: the terminal desk from which a firm's agents text their leads through Twilio.

The same core serves scripts::

    from smsdesk import Desk, load_config

    with Desk.open(load_config()) as desk:
        for lead in desk.leads.search("sarah b").hits:
            print(lead.name, desk.sending.send(lead.number, "Two seats are left.").status)

The names load with their first use, so that ``import smsdesk`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.config import Config, ConfigError
    from smsdesk.config import load as load_config
    from smsdesk.desk import Desk, DeskError

    __version__: str

__all__ = ["Config", "ConfigError", "Desk", "DeskError", "__version__", "load_config"]

_HOMES = {
    "Config": ("smsdesk.config", "Config"),
    "ConfigError": ("smsdesk.config", "ConfigError"),
    "load_config": ("smsdesk.config", "load"),
    "Desk": ("smsdesk.desk", "Desk"),
    "DeskError": ("smsdesk.desk", "DeskError"),
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("smsdesk")
    if name in _HOMES:
        from importlib import import_module

        module, attribute = _HOMES[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
