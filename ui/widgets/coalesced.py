"""Asks for one thing at a time: while an answer is on its way only the newest wish counts, and stale answers drop."""

from collections.abc import Callable
from typing import Generic, TypeVar

Wish = TypeVar("Wish")


class Coalesced(Generic[Wish]):
    """`ask` starts the work for a wish; whoever did it calls `answered` and learns whether the answer still counts."""

    def __init__(self, ask: Callable[[Wish], None]) -> None:
        self._ask = ask
        self._running: Wish | None = None
        self._next: Wish | None = None

    def want(self, wish: Wish) -> None:
        """Wishes for something; an earlier wish that has not begun is forgotten."""
        if self._running is not None:
            self._next = wish
            return
        self._running = wish
        self._ask(wish)

    def answered(self) -> bool:
        """An answer (or a failure) came; True when nothing newer is wished for."""
        self._running, wish, self._next = None, self._next, None
        if wish is not None:
            self.want(wish)
            return False
        return True
