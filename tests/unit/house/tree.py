"""The project's own files, as the house rules look at them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)

ROOT = Path(__file__).resolve().parents[3]
# Made by tools or by running the program; .gitignore names the same.
MADE_FOLDERS = {
    ".git", ".venv", ".venv-bench", "build", "dist", "demo-output", "demo-home", "shots-output", "bench-output",
    "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis", "htmlcov",
    ".idea", ".vscode",
}  # fmt: skip


@cache
def own_files() -> list[Path]:
    """Every file that belongs to the project; works in a tree without git, too."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in MADE_FOLDERS and not name.endswith(".egg-info"))
        found.extend(Path(folder, name) for name in sorted(names))
    return found


@cache
def python_files() -> list[Path]:
    """Every module and script."""
    return [path for path in own_files() if path.suffix in (".py", ".spec")]


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def inside(path: Path, *folders: str) -> bool:
    """Whether a file lies in one of these top-level folders."""
    return path.relative_to(ROOT).parts[0] in folders


def named(path: Path, line: int = 0) -> str:
    """A file, and its line, as messages give it."""
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{line}" if line else place


def nodes(path: Path, kind: type[Node]) -> Iterator[Node]:
    """The nodes of one kind in a module."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, kind))
