"""基础数据: code tables, questions, forms, standards and rules of the office."""

from ui.areas.ground import Ground
from ui.screens.reference.presenter import ReferencePresenter, field_places, question_places, sorts, tiers
from ui.screens.reference.rules_presenter import RulesPresenter
from ui.screens.reference.standards_presenter import StandardsPresenter, items
from ui.screens.reference.view import ReferenceView
from ui.wizard.cell import FieldCell


class ReferenceArea:
    """A page beside the line of 设置."""

    def __init__(self, ground: Ground) -> None:
        home = ground.home
        self.view = ReferenceView(
            can_edit=home.may("reference.edit_code"),
            can_decide=home.may("redecisions.decide"),
            standard_items=items(),
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
        self._standards = StandardsPresenter(
            self.view.standards,
            jobs=ground.jobs,
            notify=ground.notify,
            standards=home.standards,
            redecisions=home.redecisions,
            in_force=home.reference.in_force,
        )
        self._rules = RulesPresenter(
            self.view.rules,
            jobs=ground.jobs,
            notify=ground.notify,
            rule_sets=home.rule_sets,
            in_force=home.reference.in_force,
        )

    def shown(self) -> None:
        """It is in view: reads it anew, with the keyboard in it."""
        for presenter in (self.presenter, self._standards, self._rules):
            presenter.refresh()
        self.view.setFocus()
