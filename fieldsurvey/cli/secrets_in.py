"""Passphrases and recovery words on their way in: from a file, the environment or a prompt, never from an argument."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from fieldsurvey.cli.errors import PassphraseMissingError, PassphrasesDifferError, SecretFileError

SIGN_IN: Final = ("--passphrase-file", "FIELDSURVEY_PASSPHRASE")
NEW: Final = ("--new-passphrase-file", "FIELDSURVEY_NEW_PASSPHRASE")
WORDS: Final = ("--words-file", "FIELDSURVEY_WORDS")
_LONGEST: Final = 64 * 1024


def passphrase(file: str) -> str:
    """The passphrase of the person signing in."""
    return _given(file, SIGN_IN) or _asked(SIGN_IN, lambda: _typed("口令"))


def first_passphrase(file: str) -> str:
    """The passphrase of a home about to be made, or of a person coming back with recovery words."""
    return _given(file, SIGN_IN) or _asked(SIGN_IN, _typed_twice)


def new_passphrase(file: str) -> str:
    """The passphrase that somebody is to have from now on."""
    return _given(file, NEW) or _asked(NEW, _typed_twice)


def words(file: str) -> list[str]:
    """The recovery words, however they are separated; numbers before them are left out."""
    text = _whole(file) if file else os.environ.get(WORDS[1], "")
    text = text or _asked(WORDS, lambda: _typed("恢复词,按顺序,用空格隔开"))
    return [word for word in text.replace(".", " ").replace("、", " ").split() if not word.isdigit()]


def _given(file: str, source: tuple[str, str]) -> str:
    if not file:
        return os.environ.get(source[1], "")
    lines = _whole(file).splitlines()
    if not lines or not lines[0]:
        raise SecretFileError(why="第一行是空的")
    return lines[0]


def _whole(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(_LONGEST)
        with Path(file).open(encoding="utf-8-sig") as opened:
            return opened.read(_LONGEST)
    except OSError as problem:
        raise SecretFileError(why=problem.strerror or "读取失败") from problem
    except UnicodeDecodeError as problem:
        raise SecretFileError(why="不是 UTF-8 文字") from problem


def _asked(source: tuple[str, str], ask: Callable[[], str]) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise PassphraseMissingError(option=source[0], variable=source[1])
    return ask()


def _typed_twice() -> str:
    first = _typed("新口令")
    if _typed("再输入一次") != first:
        raise PassphrasesDifferError
    return first


def _typed(what: str) -> str:
    # On stderr, so that an answer on stdout stays whole when it goes into a file.
    return str(click.prompt(what, prompt_suffix=":", hide_input=True, err=True))
