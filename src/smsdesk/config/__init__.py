"""The configuration: what can be set, and how a file and the environment set it.

What counts, strongest first: ``SMSDESK_SECTION__KEY`` in the environment, the file, Twilio's
own names in the environment (``smsdesk.config.environ`` says when), the default.

Each key is declared once, in ``smsdesk.config.sections``. The package is imported before the
first paint and keeps to the standard library.
"""

from smsdesk.config.errors import ConfigError
from smsdesk.config.loading import config_path, load, load_configured
from smsdesk.config.places import default_config_path, default_database_path, demo_data_dir
from smsdesk.config.sections import (
    AutoBlockConfig,
    Config,
    DatabaseConfig,
    DeskConfig,
    LimitsConfig,
    LookupConfig,
    OptOutConfig,
    OutboxConfig,
    QuietHoursConfig,
    SyncConfig,
    TwilioConfig,
    UiConfig,
)

__all__ = [
    "AutoBlockConfig",
    "Config",
    "ConfigError",
    "DatabaseConfig",
    "DeskConfig",
    "LimitsConfig",
    "LookupConfig",
    "OptOutConfig",
    "OutboxConfig",
    "QuietHoursConfig",
    "SyncConfig",
    "TwilioConfig",
    "UiConfig",
    "config_path",
    "default_config_path",
    "default_database_path",
    "demo_data_dir",
    "load",
    "load_configured",
]
