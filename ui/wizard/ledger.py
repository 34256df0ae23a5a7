"""What has been offered, what is on disk, what is not: the source of “已存本机 14:02:31”, which is always true."""

from dataclasses import dataclass

from fieldsurvey.case.canonical import Value


@dataclass(slots=True)
class Offer:
    """The latest answer to one field."""

    number: int
    value: Value
    has_failed: bool = False


class Ledger:
    """Counts answers on their way; a later answer to a field makes an earlier one forgotten."""

    def __init__(self, saved_at: str = "") -> None:
        self._offers: dict[str, Offer] = {}
        self._count = 0
        self._saved_at = saved_at

    def offer(self, address: str, value: Value) -> int:
        """Notes an answer that is being saved; returns its number."""
        self._count += 1
        self._offers[address] = Offer(self._count, value)
        return self._count

    def landed(self, address: str, number: int, saved_at: str) -> bool:
        """Notes that an answer is on disk; True when it is still the latest one of its field."""
        self._saved_at = saved_at
        is_latest = address in self._offers and self._offers[address].number == number
        if is_latest:
            del self._offers[address]
        return is_latest

    def failed(self, address: str, number: int) -> bool:
        """Notes that an answer is not on disk; True when it is still the latest one of its field."""
        offer = self._offers.get(address)
        if offer is None or offer.number != number:
            return False
        offer.has_failed = True
        return True

    def kept(self, saved_at: str) -> None:
        """Notes when something else of the draft last reached the disk: a row, a file."""
        self._saved_at = saved_at

    def drop(self, prefix: str) -> None:
        """Forgets what was offered under an address, whose row is gone."""
        self._offers = {address: offer for address, offer in self._offers.items() if not address.startswith(prefix)}

    def unsaved(self) -> dict[str, Value]:
        """The answers that failed, to be tried again."""
        return {address: offer.value for address, offer in self._offers.items() if offer.has_failed}

    def pending(self) -> dict[str, Value]:
        """The answers that are not on disk yet, whether on their way or failed."""
        return {address: offer.value for address, offer in self._offers.items()}

    def told(self) -> tuple[str, str]:
        """State and sentence for the status bar."""
        failed = len(self.unsaved())
        if failed:
            return "unsaved", f"有 {failed} 处没能存下,内容还在屏幕上;按 Ctrl+S 再存"
        if self._offers:
            return "saving", "正在存…"
        return ("saved", f"已存本机 {self._saved_at}") if self._saved_at else ("", "")
