"""How a long piece of work says where it is, and hears that it should stop."""

from fieldsurvey.errors import FieldSurveyError


class CancelledError(FieldSurveyError):
    """The user asked for the work to stop; whatever had begun is undone."""

    code = "H001"
    sentence = "已按您的要求停止,没有留下半截内容。"


class Progress:
    """A plain object that the service steps and the screen polls; it carries the wish to cancel the other way.

    Written by one thread and read by another without a lock: each attribute is replaced whole.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.doing = ""
        self._cancelled = False

    def begin(self, doing: str, total: int) -> None:
        """Starts a stretch of work of `total` steps (0 when unknown)."""
        self.doing, self.total, self.done = doing, total, 0
        self.check()

    def step(self, count: int = 1) -> None:
        """Counts work done.

        Raises:
            CancelledError: the user wishes to stop.
        """
        self.done += count
        self.check()

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._cancelled = True

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody wishes to stop."""
        return self._cancelled

    def check(self) -> None:
        """Raises CancelledError when the user wishes to stop."""
        if self._cancelled:
            raise CancelledError
