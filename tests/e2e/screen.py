"""A screen of its own, and the keyboard in front of it: what a person at the desk can do and see, nothing more."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from PIL import Image, ImageGrab

SIZE: Final = "1366x768x24"
PATIENCE_S: Final = 30
LOOK_EVERY_S: Final = 0.05
NAME: Final = "困难职工入户调查"
ROOT: Final = Path(__file__).parents[2]

Box = tuple[int, int, int, int]
Fact = TypeVar("Fact")


class Screen:
    """One X display. Windows stand on it without a window manager; the keyboard is brought to them by name."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "TZ": "Asia/Shanghai",
            # Otherwise a message bus is begun for this screen that nobody ends.
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "NO_AT_BRIDGE": "1",
        }

    @contextlib.contextmanager
    def program(self, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
        """The program on a home, from its own front door; killed at the end if it still runs."""
        command = [sys.executable, "-m", "ui.launch", "--home", str(home)]
        log = (home.parent / f"{home.name}.txt").open("ab")
        with log, subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log) as process:
            try:
                yield process
            finally:
                process.kill()

    def close(self, process: "subprocess.Popen[bytes]") -> None:
        """Ends the program as the system would at the end of the day; it must agree."""
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0

    def wait_for(self, title: str) -> None:
        """Waits until a window with this title is there, and brings the keyboard to it."""
        window = wait_until(lambda: self._window(title), lambda: f"no “{title}”, only {self._titles()}")
        self._do("windowfocus", "--sync", window)

    def wait_for_page(self, page: str) -> None:
        """Waits until the program shows a page with everything on disk: no star in the title."""
        self.wait_for(f"^{page} - {NAME}$")

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, such as `Return` or `alt+n`."""
        self._do("key", "--clearmodifiers", *keys)

    def write(self, text: str) -> None:
        """Types what is on every keyboard."""
        self._do("type", "--delay", "8", "--", text)

    def paste(self, text: str) -> None:
        """Pastes a text, and waits until the program has taken it from the clipboard."""
        command = ["xclip", "-quiet", "-loops", "1", "-selection", "clipboard"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.environment
        ) as clipboard:
            try:
                assert clipboard.stdin is not None
                clipboard.stdin.write(text.encode())
                clipboard.stdin.close()
                owner = ["xclip", "-o", "-t", "TARGETS", "-selection", "clipboard"]
                wait_until(lambda: self._run(owner), lambda: "nobody offers a text to paste")
                self.press("ctrl+v")
                clipboard.wait(PATIENCE_S)
            finally:
                clipboard.kill()

    def choose_file(self, dialog: str, path: Path) -> None:
        """Names a file or folder in the system's own dialog."""
        self.wait_for(dialog)
        self.press("ctrl+a")
        self.write(str(path))
        self.press("Return")
        wait_until(lambda: not self._window(dialog), lambda: f"“{dialog}” stays")
        self.wait_for(NAME)

    def picture(self, box: Box | None = None) -> Image.Image:
        """What is to be seen."""
        return ImageGrab.grab(bbox=box, xdisplay=self.display).convert("RGB")

    def _window(self, title: str) -> str:
        return self._run(["xdotool", "search", "--onlyvisible", "--name", title]).partition("\n")[0]

    def _titles(self) -> list[str]:
        found = self._run(["xdotool", "search", "--onlyvisible", "--name", "."]).split()
        return [self._run(["xdotool", "getwindowname", each]) for each in found]

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, capture_output=True, timeout=PATIENCE_S)

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=PATIENCE_S
        )
        return done.stdout.strip()


@contextlib.contextmanager
def a_screen() -> Iterator[Screen]:
    """An X server on a display that nobody uses."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            assert number, "Xvfb did not start"
            yield Screen(f":{number}")
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def wait_until(look: Callable[[], Fact], otherwise: Callable[[], str]) -> Fact:
    """Looks again and again until there is something to see."""
    end = time.monotonic() + PATIENCE_S
    while not (found := look()):
        assert time.monotonic() < end, otherwise()
        time.sleep(LOOK_EVERY_S)
    return found
