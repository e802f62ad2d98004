"""Two servers: one that desks write to, and a copy of it that can take over."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.world import postgres
from tests.world.postgres import LocalServer, ask

if TYPE_CHECKING:
    from sqlalchemy import URL


class Pair:
    """A server, and its standby in a folder and on a socket of its own."""

    def __init__(self) -> None:
        self.first = LocalServer(postgres.private_folder())
        self.second = LocalServer(postgres.private_folder())
        self.first.start()

    @property
    def url(self) -> URL:
        """Both addresses: the driver takes the one that can be written to (libpq's multi-host)."""
        both = [str(server.folder) for server in (self.first, self.second)]
        return self.first.url.update_query_dict({"host": both})

    def copy(self) -> None:
        """Copy the first as it is now: until it is started the copy hears of nothing after that."""
        self.first.run(
            "pg_basebackup", "-h", self.first.folder, "-U", "smsdesk", "-D", self.second.data,
            "--checkpoint=fast", "--write-recovery-conf", "--no-sync", "--wal-method=stream",
        )  # fmt: skip

    def start_standby(self) -> None:
        """Let the copy hear of what is committed from now on, and of what it has missed."""
        self.second.start(settings=(f"unix_socket_directories = '{self.second.folder}'",))

    def fail_over(self) -> None:
        """The first is gone, and the copy takes over."""
        self.first.stop()
        if not (self.second.data / "postmaster.pid").exists():
            self.start_standby()
        self.second.run("pg_ctl", "-D", self.second.data, "-w", "promote")

    def wait_for_standby(self, names: str) -> None:
        """Let each commit wait for a standby from now on (``synchronous_standby_names``)."""
        url = self.first.url.render_as_string()
        ask(url, f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        ask(url, "SELECT pg_reload_conf()")

    def close(self) -> None:
        """Stop both and remove them."""
        for server in (self.first, self.second):
            server.stop()
            shutil.rmtree(server.folder, ignore_errors=True)
