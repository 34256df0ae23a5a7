#!/usr/bin/env python3
"""Sets everything up and runs, tests, checks, measures or bundles the program; needs Python and nothing else."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
MEMORY = "/dev/shm"  # noqa: S108 - a fresh folder of chance is made there
ROOM_FOR_TESTS = 6 * 1024**3
DEMO_LAPTOP = "demo-home/homes/laptop-1"
OLDEST, NEWEST = (3, 11), (3, 13)

COMMANDS = {
    "run": "open the program on a demo home; without a screen do the same day's work into demo-output/",
    "test": "run the tests (what follows goes to pytest)",
    "check": "format, lint, types, import contracts, generated documents up to date",
    "bench": "measure the program beside its references",
    "faults": "run the long fault campaigns",
    "bundle": "build the program folder in dist/ and let it check itself",
    "shots": "take a picture of every screen",
}


class SetupError(Exception):
    """Something that this script cannot put right by itself; the text says what to do."""


class SystemNeed(NamedTuple):
    """Something outside Python: the Debian package, and how its presence shows."""

    package: str
    library: str = ""
    program: str = ""
    module: str = ""

    def is_met(self) -> bool:
        """Whether it is there, however it was installed."""
        if self.program:
            return shutil.which(self.program) is not None
        if self.module:
            return importlib.util.find_spec(self.module) is not None
        try:
            ctypes.CDLL(self.library)
        except OSError:
            return False
        return True


class Venv(NamedTuple):
    """A folder of installed requirements, and the lock that says which."""

    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        """The interpreter inside."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that stands there once everything is installed."""
        return self.folder / "fieldsurvey-setup.txt"

    def wanted_stamp(self) -> str:
        """Says which lock and which interpreter the folder is to be made for."""
        lock = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return f"{lock} {platform.python_version()} {platform.machine()} {self.folder}\n"

    def is_made(self) -> bool:
        """Whether it already holds what its lock says."""
        is_stamped = self.stamp.is_file() and self.stamp.read_text(encoding="utf-8") == self.wanted_stamp()
        return is_stamped and self.python.exists()

    def has_working_pip(self) -> bool:
        """Whether it is whole and of this Python; a half-made or moved one is made anew."""
        if not self.python.exists():
            return False
        probe = "import sys, pip; print(*sys.version_info[:2], sys.prefix)"
        answer = subprocess.run([str(self.python), "-c", probe], capture_output=True, text=True, check=False)
        expected = f"{sys.version_info.major} {sys.version_info.minor} {self.folder}"
        return answer.returncode == 0 and answer.stdout.strip() == expected


PROGRAM = Venv(ROOT / ".venv", ROOT / "requirements.lock")
# What `bench` measures against, apart, so that nothing of it is ever imported by the program or its tests.
RIVALS = Venv(ROOT / ".venv-bench", ROOT / "requirements-bench.lock")
PYTHON_NEEDS = [SystemNeed(f"python3.{sys.version_info.minor}-venv", module="ensurepip")]
# What PySide6's wheels load and do not bring, found by ldd over its modules and plugins in a bare Debian 12.
QT_LIBRARIES = """
    libatomic1 libatomic.so.1 / libcups2 libcups.so.2 / libdbus-1-3 libdbus-1.so.3 / libegl1 libEGL.so.1 /
    libfontconfig1 libfontconfig.so.1 /
    libfreetype6 libfreetype.so.6 / libgl1 libGL.so.1 / libglib2.0-0 libglib-2.0.so.0 /
    libwayland-client0 libwayland-client.so.0 / libwayland-cursor0 libwayland-cursor.so.0 /
    libwayland-egl1 libwayland-egl.so.1 / libx11-6 libX11.so.6 / libx11-xcb1 libX11-xcb.so.1 /
    libxcb1 libxcb.so.1 / libxcb-cursor0 libxcb-cursor.so.0 / libxcb-glx0 libxcb-glx.so.0 /
    libxcb-icccm4 libxcb-icccm.so.4 / libxcb-image0 libxcb-image.so.0 / libxcb-keysyms1 libxcb-keysyms.so.1 /
    libxcb-randr0 libxcb-randr.so.0 / libxcb-render0 libxcb-render.so.0 / libxcb-render-util0 libxcb-render-util.so.0 /
    libxcb-shape0 libxcb-shape.so.0 / libxcb-shm0 libxcb-shm.so.0 / libxcb-sync1 libxcb-sync.so.1 /
    libxcb-util1 libxcb-util.so.1 / libxcb-xfixes0 libxcb-xfixes.so.0 / libxcb-xkb1 libxcb-xkb.so.1 /
    libxkbcommon0 libxkbcommon.so.0 / libxkbcommon-x11-0 libxkbcommon-x11.so.0
"""
QT_NEEDS = [SystemNeed(package, library=name) for package, name in map(str.split, QT_LIBRARIES.split("/"))]
BUNDLE_NEEDS = [
    SystemNeed("binutils", program="objdump"),
    SystemNeed(f"libpython3.{sys.version_info.minor}", library=f"libpython3.{sys.version_info.minor}.so.1.0"),
]
# The tests prove that stock tools open our formats, and drive the real window; without these such tests are skipped.
TEST_TOOLS = """
    age age / minisign minisign / poppler-utils pdftotext / qpdf qpdf /
    xclip xclip / xdotool xdotool / xvfb Xvfb / zstd zstd
"""
TEST_WISHES = [SystemNeed(package, program=name) for package, name in map(str.split, TEST_TOOLS.split("/"))]

# LibreOffice, the module that draws, and what WeasyPrint loads: our forms are measured beside them.
BENCH_WISHES = [
    SystemNeed("libreoffice-draw", program="lodraw"),
    SystemNeed("libpango-1.0-0", library="libpango-1.0.so.0"),
    SystemNeed("libpangoft2-1.0-0", library="libpangoft2-1.0.so.0"),
]


def say(line: str) -> None:
    """One line about what happens next; flushed, so that it stands before the child's own output."""
    print(f"dev.py: {line}", flush=True)


def is_debian_like() -> bool:
    """Debian, Ubuntu, UOS, Deepin and their kin."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    names = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".split()
    return bool({"debian", "ubuntu", "uos", "deepin"} & set(names)) and shutil.which("apt-get") is not None


def root_prefix() -> list[str] | None:
    """What to put before a command that needs the administrator; None when we may not."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.call([sudo, "-n", "true"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        return [sudo, "-n"]
    return None


def apt_install(packages: list[str], prefix: list[str]) -> bool:
    """Installs Debian packages without asking; fetches the package lists first when that is what was missing."""
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    lists = Path("/var/lib/apt/lists")
    has_lists = lists.is_dir() and any(path.is_file() and path.name != "lock" for path in lists.iterdir())
    if has_lists and run_quietly(install) == 0:
        return True
    say("fetching the system's package lists")
    run_quietly([*apt, "update"])
    return run_quietly(install) == 0


def run_quietly(command: list[str]) -> int:
    """Runs a command that talks a lot; its last lines are shown only when it failed."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr, flush=True)
    return done.returncode


def meet_system_needs(needs: list[SystemNeed], wishes: list[SystemNeed]) -> None:
    """Installs what the system lacks, when it may.

    Raises:
        SetupError: something needed is missing and could not be installed; names all of it in one sentence.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = [need for need in [*needs, *wishes] if not need.is_met()]
    prefix = root_prefix() if missing and is_debian_like() else None
    if missing and prefix is not None:
        names = [need.package for need in missing]
        say(f"installing system packages: {' '.join(names)}")
        if not apt_install(names, prefix):
            # One unknown name spoils the whole command; what is merely wished for must not.
            needed = [need.package for need in needs if not need.is_met()]
            if needed:
                apt_install(needed, prefix)
    lacking = [need.package for need in needs if not need.is_met()]
    if lacking:
        raise SetupError(
            f"the system lacks some packages; let an administrator run: apt-get install {' '.join(lacking)} "
            "(Debian's names), then call this again"
        )
    without = [need.package for need in wishes if not need.is_met()]
    if without:
        say(f"going on without {', '.join(without)} (Debian's names); what needs them is left out")


def make_venv(venv: Venv) -> None:
    """Makes the folder hold exactly the locked requirements; does nothing when it already does.

    Raises:
        SetupError: pip could not fetch or would not accept a package.
    """
    if venv.is_made():
        return
    if not venv.has_working_pip():
        say(f"making {venv.folder.name}")
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(venv.folder)])
    say(f"installing the locked requirements into {venv.folder.name} (a few minutes the first time)")
    pip = [str(venv.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    exact = ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off", "--quiet", "-r", str(venv.lock)]
    if subprocess.call([*pip, *exact], stdin=subprocess.DEVNULL) != 0:
        raise SetupError("the requirements could not be installed; the lines above say why, then call this again")
    venv.stamp.write_text(venv.wanted_stamp(), encoding="utf-8")


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def child_environment() -> dict[str, str]:
    """The environment with the tree on the import path, whatever directory or settings this was called from."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONSAFEPATH")}
    environment["PYTHONPATH"] = str(ROOT)
    environment["PYTHONUTF8"] = "1"
    return environment


def call(line: str, arguments: list[str], **environment: str) -> int:
    """Says what happens, runs it with `.venv`'s Python at the root of the tree, and gives its exit code."""
    say(line)
    code = subprocess.call([str(PROGRAM.python), *arguments], cwd=ROOT, env=child_environment() | environment)
    return code if code >= 0 else 128 - code  # ended by a signal: the number a shell would give


def run(rest: list[str]) -> int:
    """The window on a demo home, or the same day's work without one. `--home DIR` opens another home."""
    if not has_screen():
        target = ["--out", "demo-output"] if "--out" not in rest else []
        doing = "no screen here: doing a day's work into demo-output/"
        return call(doing, ["-m", "fieldsurvey", "demo", *target, *rest])
    if "--home" not in rest:
        code = call("making the demo homes in demo-home/", ["-m", "fieldsurvey", "demo", "--home-only", "demo-home"])
        if code != 0:
            return code
        rest = ["--home", DEMO_LAPTOP, *rest]
    return call("opening the window", ["-m", "ui.launch", *rest])


def test(rest: list[str]) -> int:
    """The tests; all of them on every core, what is named in one process, where it is easier to look at."""
    spread = [] if rest else ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
    with folder_for_tests() as folder:
        return call("running the tests", ["-m", "pytest", *spread, *rest], TMPDIR=folder)


@contextlib.contextmanager
def folder_for_tests() -> Iterator[str]:
    """A folder for what tests write, gone afterwards; in memory where there is room, since they sync so often."""
    is_roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_FOR_TESTS
    folder = tempfile.mkdtemp(prefix="fs-", dir=MEMORY if is_roomy else None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check(rest: list[str]) -> int:
    """Every check, also after one has failed; the exit code is that of the first failure."""
    checks = [
        ("checking the format", ["-m", "ruff", "format", "--check", *rest]),
        ("checking with the linter", ["-m", "ruff", "check", *rest]),
        ("checking the types", ["-m", "mypy"]),
        (
            "checking the import contracts",
            ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"],
        ),
        ("checking that generated documents are up to date", ["-m", "fieldsurvey", "docs", "--check"]),
    ]
    codes = {line: call(line, arguments) for line, arguments in checks}
    failed = [line for line, code in codes.items() if code != 0]
    say(f"failed: {'; '.join(failed)}" if failed else "all checks passed")
    return next((code for code in codes.values() if code != 0), 0)


def bench(rest: list[str]) -> int:
    """The measurements."""
    return call("measuring", ["-m", "tests.bench", *rest])


def faults(rest: list[str]) -> int:
    """The fault campaigns."""
    return call("running the fault campaigns", ["-m", "tests.faults", *rest])


def shots(rest: list[str]) -> int:
    """Pictures of every screen."""
    return call("taking a picture of every screen", ["-m", "tests.shots", *rest])


def bundle(rest: list[str]) -> int:
    """The program folder, and its check of itself from elsewhere with nothing of ours in its environment."""
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    spec = str(ROOT / "build_installer.spec")
    build = ["-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *places, *rest, spec]
    code = call("building the program folder in dist/", build)
    if code != 0:
        return code
    program = ROOT / "dist" / "fieldsurvey" / ("fieldsurvey.exe" if sys.platform == "win32" else "fieldsurvey")
    say(f"letting {program.relative_to(ROOT)} check itself")
    with tempfile.TemporaryDirectory() as elsewhere:
        code = subprocess.call([str(program), "self-check"], cwd=elsewhere, env=bare_environment(elsewhere))
    say("the bundle works" if code == 0 else f"the bundle's self-check ended with exit code {code}")
    return code


def bare_environment(home: str) -> dict[str, str]:
    """What a stranger's machine would offer: no Python of ours, an empty home, no screen."""
    kept = ("SYSTEMROOT", "WINDIR", "COMSPEC", "TEMP", "TMP", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment["PATH"] = os.defpath if sys.platform != "win32" else os.environ["PATH"]
    environment.update(HOME=home, USERPROFILE=home, QT_QPA_PLATFORM="offscreen")
    environment.setdefault("LANG", "C.UTF-8")
    return environment


def prepare(command: str) -> None:
    """Brings system packages and `.venv` to what the command needs."""
    needs = [*PYTHON_NEEDS, *QT_NEEDS, *(BUNDLE_NEEDS if command == "bundle" else [])]
    wishes = {"test": TEST_WISHES, "faults": TEST_WISHES, "bench": BENCH_WISHES}
    meet_system_needs(needs, wishes.get(command, []))
    # A library that was just installed is found by new processes through the system's own cache.
    importlib.invalidate_caches()
    make_venv(PROGRAM)
    if command == "bench":
        make_rivals()


def make_rivals() -> None:
    """Brings in what the forms are measured against; without it `bench` does the rest."""
    try:
        make_venv(RIVALS)
    except (SetupError, subprocess.CalledProcessError):
        say("going on without typst and WeasyPrint; the figures beside them are left out")


def main() -> int:
    """Reads the command and gives the exit code of what it ran."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        say(f"needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}, this is {platform.python_version()}")
        return 2
    listing = "\n".join(f"  {name:8}{line}" for name, line in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", description=listing, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="goes to the tool behind the command")
    chosen = parser.parse_args()
    steps = {"run": run, "test": test, "check": check, "bench": bench, "faults": faults, "bundle": bundle}
    steps["shots"] = shots
    try:
        prepare(chosen.command)
        return steps[chosen.command](chosen.rest)
    except SetupError as error:
        say(str(error))
        return 1
    except subprocess.CalledProcessError as error:
        say(f"this failed: {' '.join(map(str, error.cmd))}")
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main())
