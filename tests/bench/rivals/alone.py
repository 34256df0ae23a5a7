"""What every rival's process does: keeps to one core, makes its PDF once, and says how long that took."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# The folder with content.json and its pictures, the values, the file to write.
Make = Callable[[Path, dict[str, Any], Path], None]


def run(make: Make) -> None:
    """Reads the folder and the target from the command line; what is read and imported before is not counted."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    begun = time.perf_counter()
    make(folder, content, target)
    print(json.dumps({"seconds": time.perf_counter() - begun}))
