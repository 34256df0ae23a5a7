"""Which editor a field gets."""

from collections.abc import Callable, Mapping
from typing import Final

from fieldsurvey.case.field import Field, Sort
from ui.wizard.editors.choice import ChoiceEditor, FlagEditor
from ui.wizard.editors.composite import BankEditor, IdentityEditor, MonthsEditor
from ui.wizard.editors.editor import Editor
from ui.wizard.editors.file import FileEditor
from ui.wizard.editors.line import DateEditor, LineEditor
from ui.wizard.editors.long_text import LongTextEditor
from ui.wizard.editors.money import PER_YEAR, YearMoneyEditor
from ui.wizard.editors.phone import PhoneEditor
from ui.wizard.editors.several import SeveralEditor

_EDITORS: Final[Mapping[Sort, Callable[[Field], Editor]]] = {
    Sort.LONG_TEXT: LongTextEditor,
    Sort.CODE: ChoiceEditor,
    Sort.CODES: SeveralEditor,
    Sort.MEMBER: ChoiceEditor,
    Sort.DATE: DateEditor,
    Sort.FLAG: FlagEditor,
    Sort.IDENTITY: IdentityEditor,
    Sort.PHONE: PhoneEditor,
    Sort.BANK: BankEditor,
    Sort.MONTHS: MonthsEditor,
    Sort.FILE: FileEditor,
}

WIDE: Final = frozenset({Sort.LONG_TEXT, Sort.MONTHS, Sort.BANK, Sort.CODES})


def editor_for(field: Field) -> Editor:
    """The editor of a field's sort; a sort that has none of its own is a line."""
    if field.sort is Sort.MONEY and field.measure == PER_YEAR:
        return YearMoneyEditor(field)
    return _EDITORS.get(field.sort, LineEditor)(field)
