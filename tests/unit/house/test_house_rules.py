"""The rules of the house that no tool holds; each message gives the reason."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError
from tests.unit.house.tree import ROOT, inside, named, nodes, own_files, parsed, python_files

MODULE_LINES = 400
FUNCTION_LINES = 40
# Longer than the rule, each with the reason why splitting would serve the reader less.
LONG_FUNCTIONS: dict[str, str] = {}

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "handler", "handlers", "data", "info"}
# Written in pieces, so that this file does not find itself.
OUTSIDE_PLACES = re.compile(
    "|".join(
        [
            r"pypi\." + "org", r"python" + "hosted", r"npm" + "js", r"deb\.debian", r"mirrors?\.[a-z]+\.(edu|com)",
            r"(?<![\w.\-])/" + r"(work|root|home/\w+|Users/\w+|opt/pypi)(?![\w.\-])", r"[A-Z]:\\\\?" + r"Users\\",
        ]
    )
)  # fmt: skip
# The real window runs in another process and says nothing: its test looks again and again, with a breath between.
LOOKS_AGAIN = {"tests/e2e/screen.py"}
FIXED_WAITS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QThread.sleep", "QThread.msleep"}
CODE_LETTERS = {
    "case": "C", "rules": "G", "store": "S", "vault": "V", "sync": "P", "forms": "F", "exchange": "E", "reports": "R",
    "services": "[HE]", "cli": "H", "practice": "H", "pictures": "I", "backup": "B",
}  # fmt: skip


def broken(places: list[str], reason: str) -> str:
    """The message of a broken rule: where, and why it is one."""
    return f"{reason}\n  " + "\n  ".join(places)


def test_modules_stay_short() -> None:
    long = [
        f"{named(path)}: {count} lines"
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    ]
    assert not long, broken(
        long, f"Over {MODULE_LINES} lines a module does more than one thing; split by what changes together."
    )


def test_functions_stay_short() -> None:
    long = []
    for path in python_files():
        if inside_migrations(path):
            continue
        for function in functions_of(path):
            place = f"{named(path)}:{function.name}"
            if (count := lines_of(function)) > FUNCTION_LINES and place not in LONG_FUNCTIONS:
                long.append(f"{place}: {count} lines")
    assert not long, broken(long, f"Over {FUNCTION_LINES} lines a function cannot be seen at once; name its parts.")


def inside_migrations(path: Path) -> bool:
    """Whether it is a migration: a list of statements in their order, which cutting up would only hide."""
    return path.parent.name == "versions"


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, inner ones too."""
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """A function's lines without its docstring, which is for the reader and costs nothing."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return whole
    docstring = function.body[0]
    return whole - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def test_every_module_says_what_it_is_for() -> None:
    silent = [named(path) for path in python_files() if not ast.get_docstring(parsed(path))]
    assert not silent, broken(silent, "A module opens with one sentence: what it is for.")


def test_package_openings_hold_one_docstring() -> None:
    full = []
    for path in python_files():
        if path.name != "__init__.py":
            continue
        body = [node for node in parsed(path).body if not isinstance(node, ast.Expr)]
        allowed = ["__version__ ="] if path == ROOT / "fieldsurvey" / "__init__.py" else []
        full += [
            named(path, node.lineno)
            for node in body
            if not any(ast.unparse(node).startswith(start) for start in allowed)
        ]
    assert not full, broken(
        full, "A name has one address; re-exports in __init__ give it two and load what nobody asked for."
    )


def test_names_say_something() -> None:
    empty = []
    for path in python_files():
        empty += [named(path)] if EMPTY_WORDS & set(words_of(path.stem)) else []
        classes = nodes(path, ast.ClassDef)
        empty += [
            f"{named(path, node.lineno)} {node.name}" for node in classes if EMPTY_WORDS & set(words_of(node.name))
        ]
    assert not empty, broken(empty, f"These words fit anything and so say nothing: {', '.join(sorted(EMPTY_WORDS))}.")


def words_of(name: str) -> list[str]:
    """`CaseListModel` and `case_list_model` alike: case, list, model."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


@pytest.mark.parametrize("name", ["KeyManager", "case_helper", "FormData", "utils", "HTTPHandler"])
def test_an_empty_word_is_found(name: str) -> None:
    assert EMPTY_WORDS & set(words_of(name))


@pytest.mark.parametrize("name", ["Database", "database", "information_page", "Updater"])
def test_a_word_that_merely_holds_one_is_not(name: str) -> None:
    assert not EMPTY_WORDS & set(words_of(name))


def test_nothing_ties_the_project_to_one_place() -> None:
    tied = []
    for path in own_files():
        if inside(path, "LICENSES", "LICENSE", ".git"):
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        tied += [
            f"{named(path, number)} {line.strip()[:100]}"
            for number, line in enumerate(lines, 1)
            if OUTSIDE_PLACES.search(line)
        ]
    assert not tied, broken(
        tied, "The project lives on any machine and with any package index; hosts and workplaces stay out."
    )


def test_migrations_import_no_project_code() -> None:
    tied = [
        f"{named(path)} {line}"
        for path in python_files()
        if inside_migrations(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for line in [ast.unparse(node)]
        if re.search(r"\b(fieldsurvey|ui)\b", line)
    ]
    assert not tied, broken(tied, "A migration must do years from now what it does today; project code changes.")


def test_no_work_is_left_behind_in_comments() -> None:
    mark = re.compile(r"#.*\b(TO" + r"DO|FIX" + r"ME)\b")
    left = [
        named(path, number)
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert not left, broken(left, "A note to oneself is nobody's task; do it or write it where work is kept.")


def test_the_core_prints_nothing() -> None:
    printing = []
    for path in python_files():
        if not inside(path, "fieldsurvey", "ui") or "cli" in path.relative_to(ROOT).parts:
            continue
        printing += [named(path, call.lineno) for call in nodes(path, ast.Call) if ast.unparse(call.func) == "print"]
    assert not printing, broken(
        printing, "Only the command line prints; the window has no console and a log must not hold answers."
    )


def test_no_test_waits_a_fixed_time() -> None:
    waiting = []
    for path in python_files():
        if inside(path, "tests") and named(path) not in LOOKS_AGAIN:
            calls = nodes(path, ast.Call)
            waiting += [named(path, call.lineno) for call in calls if ast.unparse(call.func) in FIXED_WAITS]
    assert not waiting, broken(
        waiting, "A fixed wait is too long on every day and too short on the worst; wait for the fact itself."
    )


def own_errors() -> list[type[FieldSurveyError]]:
    """Every expected error of the program, after importing all of it."""
    for package in ("fieldsurvey", "ui"):
        if not (ROOT / package).is_dir():
            continue
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            # Migrations run inside Alembic and a __main__ runs the program.
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    errors, new = set[type[FieldSurveyError]](), {FieldSurveyError}
    while new:
        errors |= new
        new = {child for error in new for child in error.__subclasses__()} - errors
    return sorted(
        (error for error in errors if error.__module__.split(".")[0] != "tests"), key=lambda error: error.__name__
    )


def test_every_error_has_its_own_code() -> None:
    by_code: dict[str, list[str]] = {}
    for error in own_errors():
        by_code.setdefault(error.code, []).append(f"{error.__module__}.{error.__name__}")
    twice = [f"{code}: {', '.join(names)}" for code, names in sorted(by_code.items()) if len(names) > 1]
    assert not twice, broken(
        twice, "A code is how a user on the telephone names what happened; two meanings make it useless."
    )


def test_every_error_has_its_own_name() -> None:
    by_name: dict[str, list[str]] = {}
    for error in own_errors():
        by_name.setdefault(error.__name__, []).append(error.__module__)
    twice = [f"{name}: {', '.join(modules)}" for name, modules in sorted(by_name.items()) if len(modules) > 1]
    assert not twice, broken(twice, "Two errors of one name are caught for each other; one word means one thing.")


def test_error_codes_tell_where_they_come_from() -> None:
    odd = []
    for error in own_errors():
        first, *rest = error.__module__.split(".")
        letter = "U" if first == "ui" else CODE_LETTERS.get(rest[0] if rest else "", "[XH]")
        if not re.fullmatch(letter + r"\d{3}", error.code):
            odd.append(f"{error.__module__}.{error.__name__}: {error.code}")
    assert not odd, broken(odd, f"The letter of a code names its room: {CODE_LETTERS}, ui U, the foot X or H.")


def test_errors_speak_chinese_sentences() -> None:
    """A sentence may end in what it names, and may be given whole by whoever raises it."""
    whole = re.compile(r"\{\w+\}|.*[\u4e00-\u9fff].*[。!?}]", re.DOTALL)
    mute = [
        f"{error.__module__}.{error.__name__}: {error.sentence}"
        for error in own_errors()
        if not whole.fullmatch(error.sentence)
    ]
    assert not mute, broken(
        mute, "The user reads the sentence: in Chinese, whole, saying what happened and what to do next."
    )


def test_long_functions_still_exist() -> None:
    known = {f"{named(path)}:{node.name}" for path in python_files() for node in functions_of(path)}
    gone = sorted(set(LONG_FUNCTIONS) - known)
    assert not gone, broken(gone, "An exception that no longer exists is to be struck from the list.")


def test_the_rules_see_the_project() -> None:
    seen = {named(path) for path in own_files()}
    assert {"dev.py", "fieldsurvey/errors.py", "tests/conftest.py", ".gitignore"} <= seen
    assert not any(Path(place).parts[0] in (".venv", "dist", "build") for place in seen)
