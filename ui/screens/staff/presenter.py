"""The people of this machine, between their card and the services."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.locking import Locking
from fieldsurvey.services.roles import ROLE_LABELS, labels_of
from fieldsurvey.services.staff import Offered, PersonCard, Staff
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.staff.forms import StaffForm
from ui.screens.staff.view import StaffView

ROLES = [(str(role), text) for role, text in ROLE_LABELS.items()]


class StaffPresenter(QObject):
    """Signals:
    people_changed: somebody came or went.
    """

    people_changed = Signal()

    def __init__(
        self,
        view: StaffView,
        *,
        jobs: Jobs,
        notify: Notify,
        staff: Staff,
        locking: Locking,
        may: Callable[[str], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._staff = staff
        self._locking = locking
        self._may = may
        self._people: dict[str, PersonCard] = {}
        self._connect()
        self._show_rights()

    def refresh(self) -> None:
        """Reads the people anew, and whether there is a PIN."""
        self._jobs.submit(self, self._staff.people, then=self._on_people, about="people")
        self._jobs.submit(self, self._locking.has_pin, then=self._on_pin_known)

    def _connect(self) -> None:
        view = self._view
        view.add_wanted.connect(lambda: view.open_form(view.new_person))
        view.passphrase_wanted.connect(lambda: view.open_form(view.passphrase))
        view.pin_wanted.connect(lambda: view.open_form(view.pin))
        view.roles_wanted.connect(self._on_roles_wanted)
        view.removal_wanted.connect(self._on_removal_wanted)
        view.pin_dropped.connect(self._on_pin_dropped)
        view.new_person.given.connect(self._on_new_person)
        view.passphrase.given.connect(self._on_passphrase)
        view.pin.given.connect(self._on_pin)
        view.roles.given.connect(self._on_roles)
        for form in (view.new_person, view.passphrase):
            form.suggestion_wanted.connect(partial(self._on_suggestion_wanted, form))

    def _show_rights(self) -> None:
        self._view.show_rights(may_change=self._may("staff.add"), may_give_roles=self._may("staff.set_roles"))

    def _on_people(self, people: Sequence[PersonCard]) -> None:
        self._people = {person.staff_id: person for person in people}
        self._view.show_people([_line(person) for person in people])
        # One's own roles may have become others just now.
        self._show_rights()

    def _on_pin_known(self, has_pin: bool) -> None:
        self._view.show_pin(has_pin=has_pin)

    def _on_new_person(self, name: str, passphrase: str, roles: list[str]) -> None:
        add = partial(self._staff.add, name, passphrase, tuple(roles))
        done = f"已加入 {name},可以用自己的口令登录了。"
        self._do(self._view.new_person, add, done=done, doing="正在加入…", then=self.people_changed.emit)

    def _on_passphrase(self, old: str, new: str) -> None:
        change = partial(self._staff.change_passphrase, old, new)
        self._do(self._view.passphrase, change, done="已换口令,下次登录用新口令。", doing="正在换口令…")

    def _on_pin(self, passphrase: str, pin: str) -> None:
        choose = partial(self._locking.choose_pin, passphrase, pin)
        self._do(self._view.pin, choose, done="已设 PIN,锁定后用它接着做。", doing="正在设 PIN…")

    def _on_roles(self, staff_id: str, roles: list[str]) -> None:
        change = partial(self._staff.set_roles, staff_id, tuple(roles))
        self._do(self._view.roles, change, done="角色已改。", doing="正在改角色…")

    def _do(
        self,
        form: StaffForm,
        work: "partial[str] | partial[None]",
        *,
        done: str,
        doing: str,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        def on_done(_: str | None) -> None:
            self._view.close_forms()
            self._notify.done(done)
            self.refresh()
            then()

        def on_failed(problem: FieldSurveyError) -> None:
            form.show_problem(problem.told)

        self._jobs.submit(self, work, then=on_done, failed=on_failed, doing=doing)

    def _on_pin_dropped(self) -> None:
        self._jobs.submit(self, self._locking.drop_pin, then=lambda _: self.refresh(), about="drop PIN")

    def _on_suggestion_wanted(self, form: StaffForm) -> None:
        self._jobs.submit(self, self._staff.suggestion, then=partial(_show_suggestion, form))

    def _on_roles_wanted(self, staff_id: str) -> None:
        person = self._people.get(staff_id)
        if person is not None:
            self._view.open_roles(staff_id, person.name, [str(role) for role in person.roles])

    def _on_removal_wanted(self, staff_id: str) -> None:
        person = self._people.get(staff_id)
        if person is None:
            return
        self._notify.ask(
            self._view,
            f"移除 {person.name}?\n\n从此不能在这里登录,数据会换一把新钥匙;写过的内容和姓名都保留。"
            "以前的备份仍能用旧口令打开,请另外保管好。",
            yes="移除(&Y)",
            then=partial(self._remove, staff_id),
        )

    def _remove(self, staff_id: str) -> None:
        remove = partial(self._staff.remove, staff_id)
        self._jobs.submit(self, remove, then=self._on_removed, doing="正在换钥匙…")

    def _on_removed(self, _: None) -> None:
        self._notify.done("已移除,数据换了新钥匙。")
        self.refresh()
        self.people_changed.emit()


def _show_suggestion(form: StaffForm, found: Offered) -> None:
    form.show_suggestion(found.passphrase, found.reading)


def _line(person: PersonCard) -> Line:
    own = "(您)" if person.is_oneself else ""
    return Line(person.staff_id, (f"{person.name}{own}", labels_of(person.roles)))
