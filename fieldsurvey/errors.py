"""The base of every expected error: the world's fault, told to the user in one sentence with a stable code."""

from typing import ClassVar


class FieldSurveyError(Exception):
    """An expected failure that the user can act on.

    Subclasses set `code` (stable for ever, printed beside the sentence) and `sentence` (plain Chinese: what
    happened and what to do next). The sentence may name parameters in braces; they are given as keywords.
    Parameters never hold names of people, answers or keys: the text reaches logs.
    """

    code: ClassVar[str] = "X000"
    sentence: ClassVar[str] = "出现了未说明的错误。"
    exit_status: ClassVar[int] = 3

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.sentence.format(**parameters))

    @property
    def told(self) -> str:
        """The sentence with its code, as screens and the command line show it."""
        return f"{self} [{self.code}]"


class InputError(FieldSurveyError):
    """Something handed to the program cannot be used as it is."""

    code = "X001"
    sentence = "{what}"
    exit_status = 2
