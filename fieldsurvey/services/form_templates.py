"""表样: the layouts of forms as this office prints them; the shipped ones until headquarters gives its own."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.change import MAX_CHANGE_BYTES, entry
from fieldsurvey.case.ids import Address
from fieldsurvey.case.in_force import template_record
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.forms.errors import TemplateUnusableError
from fieldsurvey.forms.layout import Form
from fieldsurvey.forms.sheets import PaperFacts, Sheet, preview
from fieldsurvey.forms.templates import MOST_COPIES, SHIPPED, layout_bytes, read_form, shipped_form
from fieldsurvey.services.errors import ImportUnreadableError, NotAllowedError
from fieldsurvey.services.reference import read_in_force
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import folding
from fieldsurvey.vault.files import told_os_error

LONGEST_TITLE: Final = 40
_BYTES: Final = MAX_CHANGE_BYTES // 2


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One form as it is printed here. `is_own`: headquarters has changed it."""

    form: str
    title: str
    copies: int
    template: str
    pages: int
    is_own: bool


class FormTemplates:
    """Looking at and changing what forms look like. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def cards(self) -> list[TemplateCard]:
        """Every form."""
        found = [(form, self._seat.form(form)) for form in SHIPPED]
        return [
            TemplateCard(name, form.title, form.copies, form.template, len(form.pages), bool(form.variant))
            for name, form in found
        ]

    def preview(self, form: str) -> bytes:
        """A blank of the form as a PDF, marked as a preview.

        Raises:
            FormUnknownError: no such form.
        """
        facts = PaperFacts(org=self._seat.identity.organisation, printed_on=business_date(self._seat.now()))
        target = BytesIO()
        preview([Sheet("", None, facts)], target, form=self._seat.form(form), catalogue=self._seat.catalogue)
        return target.getvalue()

    def write_layout(self, form: str, target: Path) -> None:
        """Writes the layout of a form to a file, for somebody who knows how to change it.

        Raises:
            FormUnknownError: no such form. FileUnwritableError: nothing was written.
        """
        written = layout_bytes(self._seat.form(form))
        with replacing(target) as part:
            part.write_bytes(written)

    def take_layout(self, form: str, untrusted_file: Path) -> TemplateCard:
        """Prints a form by the layout of a file from now on; it goes to every laptop with the next package.

        Raises:
            NotAllowedError: not at headquarters. ImportUnreadableError, TemplateUnusableError: nothing was changed.
        """
        try:
            with untrusted_file.open("rb") as file:
                untrusted = file.read(_BYTES + 1)
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        return self._keep(read_form(untrusted, form=form, catalogue=self._seat.catalogue))

    def rename(self, form: str, title: str, copies: int) -> TemplateCard:
        """Gives a form another title and another number of copies.

        Raises:
            NotAllowedError: not at headquarters. InputError: a title or number that cannot be one.
        """
        title = " ".join(str(tidied(title)).split())
        if not 0 < len(title) <= LONGEST_TITLE:
            raise InputError(what=f"表名请写 1 到 {LONGEST_TITLE} 个字。")
        if not 1 <= copies <= MOST_COPIES:
            raise InputError(what=f"份数请填 1 到 {MOST_COPIES}。")
        return self._keep(msgspec.structs.replace(self._seat.form(form), title=title, copies=copies))

    def restore(self, form: str) -> TemplateCard:
        """Prints the form again as it ships.

        Raises:
            NotAllowedError: not at headquarters. FormUnknownError: no such form.
        """
        return self._keep(shipped_form(form))

    def _keep(self, form: Form) -> TemplateCard:
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="改表样由总部来做")
        is_shipped = layout_bytes(form) == layout_bytes(shipped_form(form.id))
        layout = None if is_shipped else msgspec.json.encode(msgspec.structs.replace(form, variant="")).decode()
        if layout is not None and len(layout.encode()) > _BYTES:
            raise TemplateUnusableError(what="文件太大")
        record = template_record(form.id)
        said = {"form": form.id, "layout": layout}
        with self._seat.database.begin() as session:
            state = folding.state_of(session, "form_template", record)
            entries = {
                name: entry(value, state.standing(Address(name)))
                for name, value in said.items()
                if state.value(Address(name)) != value
            }
            if entries:
                seal(session, self._seat, [Said("form_template", record, entries)], what="reference")
            holds = read_in_force(session)
        self._seat.in_force = holds
        return next(card for card in self.cards() if card.form == form.id)
