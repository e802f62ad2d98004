"""A real sshd on loopback, to which agents come by keys whose forced commands are their desks.

It runs as whoever runs the tests, with a configuration, a host key and keys of its own. What a
forced command may be asked for is refused by ``restrict`` in the line of the key, as
``docs/hosting.md`` has it: the server itself would allow forwarding, files and other variables.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.terminal.on_a_pty import ROOT, Terminal, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 20.0
"""Seconds; only a failure waits for so long."""

UNBOUND = "unbound"

PROGRAMS = ("sshd", "ssh", "ssh-keygen", "scp", "sftp")
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))

_SERVER = """
ListenAddress 127.0.0.1
Port {port}
HostKey "{folder}/host_key"
AuthorizedKeysFile "{folder}/authorized_keys"
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
AcceptEnv LANG LC_* SMSDESK_*
Subsystem sftp internal-sftp
LogLevel ERROR
"""


@lru_cache(maxsize=1)
def why_not() -> str:
    """Return why there can be no sshd, empty where there can be one."""
    if sys.platform == "win32":
        return "the tests start no sshd on Windows"
    missing = [name for name in PROGRAMS if shutil.which(name, path=_PATH) is None]
    if missing:
        return f"no {', '.join(missing)}: install it (Debian: apt-get install openssh-server)"
    return ""


def _program(name: str) -> str:
    found = shutil.which(name, path=_PATH)
    assert found, why_not()
    return found


@dataclass(frozen=True, slots=True)
class Host:
    """The firm's host, as its agents reach it."""

    folder: Path
    port: int

    def options(self, agent: str) -> list[str]:
        """Return what ``ssh``, ``scp`` and ``sftp`` need to come as an agent."""
        said = {
            "Port": str(self.port),
            "IdentityFile": str(self.folder / agent),
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
            "StrictHostKeyChecking": "accept-new",
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
            "LogLevel": "ERROR",
        }
        return ["-F", "none", *(f"-o{name}={value}" for name, value in said.items())]

    @property
    def address(self) -> str:
        return f"{getpass.getuser()}@127.0.0.1"

    def ssh(self, agent: str, *options: str) -> list[str]:
        """Return the command by which an agent connects; what is to run there is added to it."""
        return [_program("ssh"), *self.options(agent), "-e", "none", *options, self.address]

    @contextmanager
    def at_a_terminal(self, agent: str, *options: str) -> Iterator[Terminal]:
        """Let an agent connect from a terminal of their own."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        with started(self.ssh(agent, "-t", *options), environment) as terminal:
            yield terminal

    def ask(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of OpenSSH to its end, with nobody at a terminal."""
        return subprocess.run(
            [_program(program), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
        )


@contextmanager
def hosting(folder: Path, config: Path, agents: Sequence[str]) -> Iterator[Host]:
    """Serve the desks of some agents by one login, each by their own key.

    One key more, ``UNBOUND``, is bound to nothing: what it may shows that it is the line of the
    key that holds the others, not this server.

    Args:
        folder: for keys and the rest; it is the tests' own.
        config: the configuration of the agents' desks.
        agents: their names.
    """
    _make_key(folder / "host_key")
    program = _installed(folder)
    lines = []
    for agent in agents:
        _make_key(folder / agent)
        command = f"{program} --config {shlex.quote(str(config))} --agent {agent}"
        public = (folder / f"{agent}.pub").read_text(encoding="utf-8")
        lines.append(f'restrict,pty,command="{command}" {public}')
    _make_key(folder / UNBOUND)
    lines.append((folder / f"{UNBOUND}.pub").read_text(encoding="utf-8"))
    (folder / "authorized_keys").write_text("".join(lines), encoding="utf-8")
    if os.getuid() == 0:  # the folder that Debian's service makes before each start
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port, server = _serve(folder)
    try:
        yield Host(folder, port)
    finally:
        server.terminate()
        server.wait()


def _make_key(path: Path) -> None:
    subprocess.run(
        [_program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", path],
        check=True,
    )


def _installed(folder: Path) -> Path:
    """Return a program that is smsdesk as it stands in this tree, at home in ``folder``."""
    program = folder / "smsdesk"
    program.write_text(
        "#!/bin/sh\n"
        f"export HOME={shlex.quote(str(folder))} PYTHONPATH={shlex.quote(str(ROOT / 'src'))}\n"
        f'exec {shlex.quote(sys.executable)} -m smsdesk "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o700)
    return program


def _serve(folder: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """Start the server; another process may have taken the port that was free a moment ago."""
    for _attempt in range(5):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        settings = folder / "sshd_config"
        settings.write_text(_SERVER.format(folder=folder, port=port), encoding="utf-8")
        said = (folder / "sshd.log").open("ab")
        server = subprocess.Popen(
            [_program("sshd"), "-D", "-e", "-f", settings], stdout=said, stderr=said
        )
        said.close()
        if _answers(server, port):
            return port, server
    raise AssertionError((folder / "sshd.log").read_text(encoding="utf-8", errors="replace"))


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    give_up = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < give_up:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0) as line:
            if line.recv(4) == b"SSH-":
                return True
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
    return False
