"""Which machine this is, so that a home copied to another one is noticed and starts a new incarnation there."""

import hashlib
import platform
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

_LINUX_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_RANDOM_NODE_BIT = 1 << 40
_ASK_LIMIT_S = 5.0


def machine_fingerprint(sources: Sequence[Callable[[], str]] | None = None) -> str:
    """32 hexadecimal digits that stay the same on this machine and tell nothing about it. Never fails.

    `sources` are asked in turn; the first that knows an id decides.
    """
    for source in _sources() if sources is None else sources:
        known = source().strip()
        if known:
            break
    else:
        known = "unknown"
    return hashlib.sha256(b"fieldsurvey machine 1\n" + known.encode("utf-8", "replace")).hexdigest()[:32]


def _sources() -> Sequence[Callable[[], str]]:
    return (_system_id, _name_and_card)


def _system_id() -> str:
    """The id the operating system gave itself when it was installed, empty where there is none."""
    try:
        return _id_of_installation()
    except (OSError, subprocess.SubprocessError):
        return ""


if sys.platform == "win32":
    import winreg  # Exists only there.

    def _id_of_installation() -> str:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

elif sys.platform == "darwin":

    def _id_of_installation() -> str:
        answer = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True,
            check=False,
            timeout=_ASK_LIMIT_S,
        )
        found = re.search(rb'"IOPlatformUUID" = "([^"]+)"', answer.stdout)
        return found[1].decode("ascii", "replace") if found else ""

else:

    def _id_of_installation() -> str:
        return _first_text(_LINUX_IDS)


def _first_text(paths: Sequence[Path]) -> str:
    for path in paths:
        try:
            text = path.read_text("ascii", "replace").strip()
        except OSError:
            continue
        # A system image before its first start says "uninitialized".
        if text and text != "uninitialized":
            return text
    return ""


def _name_and_card() -> str:
    """Host name and network card's address, the address left out when Python had to invent one."""
    node = uuid.getnode()
    card = "" if node & _RANDOM_NODE_BIT else f"{node:012x}"
    return f"{platform.node()} {card}".strip()
