"""What a command says and where: answers on stdout as text or JSON, errors on stderr as one coded line."""

import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from fieldsurvey.errors import FieldSurveyError

# Direction marks can make a line read differently from what it says.
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(slots=True)
class Asked:
    """What the options that every command takes say."""

    home: Path | None = None
    staff: str = ""
    passphrase_file: str = ""
    as_json: bool = False
    debug: bool = False


def speak_utf8() -> None:
    """Makes stdout and stderr UTF-8 whatever the system's own encoding is; odd characters never stop a line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str = "") -> None:
    """One line of text for people, at once. Control characters from answers do not reach the terminal."""
    _put(harmless(line))


def answer(asked: Asked, keys: Mapping[str, Any], lines: Iterable[str]) -> None:
    """The result of a command: the lines, or with --json one object with stable keys."""
    if not asked.as_json:
        for line in lines:
            say(line)
        return
    _put(json_text(keys))


def _put(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError as problem:
        # Windows says only that the argument is wrong when the reader of a pipe has gone.
        if problem.errno == errno.EINVAL:
            raise BrokenPipeError from problem
        raise


def complain(problem: FieldSurveyError, *, as_json: bool) -> None:
    """The one line of an error on stderr, and with --json the same as an object on the line after it."""
    sentence = harmless(str(problem)).replace("\n", " ")
    print(f"错误 [{problem.code}] {sentence}", file=sys.stderr)
    if as_json:
        print(json_text({"error": {"code": problem.code, "sentence": sentence}}, indent=0), file=sys.stderr)


def json_text(value: object, *, indent: int = 2) -> str:
    """JSON as people can read it; lone surrogates and control characters are escaped."""
    # Here to start faster: text answers need no JSON.
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent or None)
    return "".join(f"\\u{ord(each):04x}" if each in _TURNING or 0x7F <= ord(each) < 0xA0 else each for each in text)


def harmless(line: str) -> str:
    """The line without characters that command a terminal or turn the direction of writing."""
    return "".join("�" if unicodedata.category(each) in ("Cc", "Cs") or each in _TURNING else each for each in line)


def close_quietly(stream: TextIO) -> None:
    """After a reader went away: lets the interpreter's last flush go nowhere instead of complaining."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError):
        return
    finally:
        os.close(nowhere)
