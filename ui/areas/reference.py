"""基础数据: code tables, questions and forms of the office."""

from ui.areas.ground import Ground
from ui.screens.reference.presenter import ReferencePresenter, field_places, question_places, sorts, tiers
from ui.screens.reference.view import ReferenceView
from ui.wizard.cell import FieldCell


class ReferenceArea:
    """A page beside the line of 设置."""

    def __init__(self, ground: Ground) -> None:
        home = ground.home
        self.view = ReferenceView(
            can_edit=home.may("reference.edit_code"),
            sorts=sorts(),
            question_places=question_places(),
            field_places=field_places(),
            tiers=tiers(),
            preview=FieldCell,
        )
        self.presenter = ReferencePresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            reference=home.reference,
            templates=home.form_templates,
        )

    def shown(self) -> None:
        """It is in view: reads it anew, with the keyboard in it."""
        self.presenter.refresh()
        self.view.setFocus()
