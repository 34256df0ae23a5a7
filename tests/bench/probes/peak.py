"""The most memory that a process has held."""

import sys
from pathlib import Path


def peak() -> int:
    """The most memory, in bytes, that this process has held so far."""
    if sys.platform == "win32":
        import psutil  # Only Windows needs it here.

        held: int = psutil.Process().memory_info().peak_wset
        return held
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux's own rusage still counts what the parent held when this process was forked off it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024
