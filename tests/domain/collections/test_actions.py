"""Own views, and what was done to many cases taken back."""

from __future__ import annotations

import pytest

from openlien.cases.activity.actions import FollowUp, assign_negotiator, complete_task, schedule_follow_ups
from openlien.cases.models import Case, Task
from openlien.collections.actions import cancel_follow_ups, delete_view, give_back, rename_view, save_view
from openlien.collections.actions.saved_views import VIEWS_MAX
from openlien.collections.errors import TooManyViews, ViewNameMissing, ViewNameTaken
from openlien.collections.queries.views import saved_views
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from tests import cast

from .book import TODAY, Book


def test_a_view_is_saved_renamed_and_deleted_by_its_owner_alone(book: Book) -> None:
    view = save_view(book.dana, "  Big   ones ", "view=all&sort=-billed")
    assert [(each.name, each.query) for each in saved_views(book.dana)] == [
        ("Big ones", "view=all&sort=-billed")
    ]
    assert saved_views(book.manager) == []
    with pytest.raises(NotFound):
        rename_view(book.manager, view.id, "Mine now")
    assert rename_view(book.dana, view.id, "Largest").name == "Largest"
    delete_view(book.dana, view.id)
    assert saved_views(book.dana) == []


def test_a_view_needs_a_name_of_its_own(book: Book) -> None:
    view = save_view(book.dana, "Big", "")
    with pytest.raises(ViewNameTaken):
        save_view(book.dana, "big", "")
    with pytest.raises(ViewNameMissing):
        rename_view(book.dana, view.id, "  ")
    assert rename_view(book.dana, view.id, "BIG").name == "BIG"


def test_views_are_limited_in_number(book: Book) -> None:
    for place in range(VIEWS_MAX):
        save_view(book.dana, f"View {place}", "")
    with pytest.raises(TooManyViews):
        save_view(book.dana, "One more", "")


def test_cases_go_back_to_whom_they_were_with_unless_somebody_moved_them_on(book: Book) -> None:
    taken = [book.mine.number, book.due.number, book.quiet.number]
    assign_negotiator(book.manager, taken, user_id=book.manager.user_id)
    assign_negotiator(book.manager, [book.quiet.number], user_id=book.dana.user_id)
    before = {book.dana.user_id: [book.mine.number], None: [book.due.number, book.quiet.number]}
    assert give_back(book.manager, before, given_to=book.manager.user_id) == (2, 1)
    owners = dict(Case.objects.filter(number__in=taken).values_list("number", "negotiator_id"))
    dana = book.dana.user_id
    assert owners == {book.mine.number: dana, book.due.number: None, book.quiet.number: dana}


def test_giving_back_takes_the_permission_to_assign(book: Book) -> None:
    with pytest.raises(Forbidden):
        give_back(book.dana, {None: [book.mine.number]}, given_to=book.dana.user_id)


def test_follow_ups_are_taken_back_unless_they_are_done(book: Book) -> None:
    planned = FollowUp(title="Ask again", due_on=TODAY)
    one, other = schedule_follow_ups(book.dana, [book.mine.number, book.quiet.number], planned, today=TODAY)
    complete_task(book.dana, one.id)
    assert cancel_follow_ups(book.dana, [one.id, other.id]) == 1
    assert Task.objects.get(id=other.id).cancelled_at is not None
    with pytest.raises(Forbidden):
        cancel_follow_ups(cast.acting_person(Role.LEGAL_TEAM), [other.id])
