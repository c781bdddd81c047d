"""What is done from the list: own views, many cases at once, the file, and the walk through the cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from django.test import Client

from openlien.cases.models import Case, Task
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from tests.domain.collections.book import Book
from tests.web.cases.reading import links, words

SignedIn = Callable[[Actor], Client]


def undo_of(page: object) -> str:
    """Where the message of a page takes back what was done."""
    return re.findall(r'action="(/collections/undo/[^"]+)"', page.content.decode())[0]  # type: ignore[attr-defined]


def test_a_view_is_saved_shown_renamed_deleted_and_brought_back(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    saved = reader.post(
        "/collections/views", {"name": "Big", "query": "view=all&sort=-billed&q=crest"}, follow=True
    )
    assert "Saved as “Big”." in words(saved)
    assert "Big 4" in words(saved)
    view_id = re.findall(r"/collections/views/([0-9a-f-]+)/delete", saved.content.decode())[0]
    again = reader.post("/collections/views", {"name": "big", "query": "view=mine"}, follow=True)
    assert "You have a view of that name" in words(again)
    renamed = reader.post(
        f"/collections/views/{view_id}", {"name": "Large", "query": "view=all"}, follow=True
    )
    assert "Large 4" in words(renamed)
    assert signed_in(book.manager).post(f"/collections/views/{view_id}/delete").status_code == 404
    gone = reader.post(f"/collections/views/{view_id}/delete", follow=True)
    assert "Large 4" not in words(gone)
    assert "Large 4" in words(reader.post(undo_of(gone), follow=True))


def test_assigning_shows_its_effect_first_and_can_be_undone(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.manager)
    crest = str(book.mine.law_firm_id)
    preview = reader.post("/collections/assign?view=all", {"firm": crest, "case": book.expiring.number})
    assert "Cases 5" in words(preview)
    assert "Dana Reyes (2), nobody (3)" in words(preview)
    assert "Closed already 1" in words(preview)
    picked = re.findall(r'type="hidden" name="case" value="([^"]+)"', preview.content.decode())
    assert len(picked) == 5
    to = {"case": picked, "to": str(book.manager.user_id)}
    done = reader.post("/collections/assign?view=all", to, follow=True)
    assert "5 cases assigned to Cast Negotiations Manager." in words(done)
    assert Case.objects.filter(negotiator_id=book.manager.user_id).count() == 5
    undo = undo_of(done)
    assert "5 cases went back" in words(reader.post(undo, follow=True))
    assert Case.objects.filter(negotiator_id=book.dana.user_id).count() == 2
    assert reader.post(undo).status_code == 404


def test_assigning_asks_for_cases_and_for_a_person(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.manager)
    nothing = reader.post("/collections/assign?view=all")
    assert 'class="banner' in nothing.content.decode()
    nobody = reader.post("/collections/assign?view=all", {"case": book.mine.number, "to": ""})
    assert (nobody.status_code, "Choose who negotiates" in words(nobody)) == (422, True)


def test_a_negotiator_may_not_assign_and_legal_may_not_plan(
    signed_in: SignedIn, book: Book, browser: Callable[..., Client]
) -> None:
    assert signed_in(book.dana).post("/collections/assign", {"case": book.mine.number}).status_code == 403
    legal = browser(Role.LEGAL_TEAM)
    assert legal.post("/collections/follow-up", {"case": book.mine.number}).status_code == 403
    assert legal.get("/collections/export.csv").status_code == 403
    page = legal.get("/collections/?view=all").content.decode()
    assert "formaction" not in page
    assert "Tick cases" not in page
    assert 'type="checkbox" name=' not in page


def test_a_follow_up_is_planned_on_many_cases_once_and_taken_back(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    asked = {"case": [book.mine.number, book.quiet.number], "key": "one-key-for-both"}
    drawer = reader.post("/collections/follow-up?view=all", {"case": asked["case"]})
    assert "Plan it on 2 cases" in words(drawer)
    wrong = reader.post("/collections/follow-up?view=all", {**asked, "title": "", "due_on": "x"})
    assert wrong.status_code == 422
    told = {**asked, "title": "Chase the release", "due_on": "+7"}
    done = reader.post("/collections/follow-up?view=all", told, follow=True)
    assert "Follow-up planned on 2 cases, due Nov 27, 2026." in words(done)
    reader.post("/collections/follow-up?view=all", told)
    assert Task.objects.filter(title="Chase the release").count() == 2
    assert "2 follow-ups cancelled" in words(reader.post(undo_of(done), follow=True))
    assert Task.objects.filter(title="Chase the release", cancelled_at=None).count() == 0


def test_the_file_holds_the_filter_or_what_was_ticked(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    whole = b"".join(reader.get("/collections/export.csv?view=all")).decode().splitlines()
    assert len(whole) == 7
    ticked = {"case": book.mine.number}
    part = b"".join(reader.post("/collections/export.csv?view=all", ticked)).decode().splitlines()
    assert len(part) == 2
    assert "Pacific Crest Law Firm" in part[1]
    assert "600.00,50.00" in part[1]
    assert reader.get("/collections/export.xlsx?view=all").status_code == 200


def test_a_case_knows_the_list_it_was_opened_from(signed_in: SignedIn, book: Book) -> None:
    reader = signed_in(book.dana)
    opened = reader.get("/collections/?view=all")
    order = re.findall(r'data-case="(CASE-[0-9-]+)"', opened.content.decode())
    second = next(href for href in links(opened) if href.startswith(f"/cases/{order[1]}/negotiation?list="))
    page = reader.get(second)
    assert "All 2/6" in words(page)
    assert any(href.startswith("/collections/?view=all") for href in links(page))
    walked = [href for href in links(page) if "/negotiation?list=in%3Dcollections" in href]
    assert {order[0], order[2]} <= {href.split("/")[2] for href in walked}


def test_a_case_that_left_the_list_says_how_many_are_left(signed_in: SignedIn, book: Book) -> None:
    text = quote("in=collections&view=mine")
    page = signed_in(book.dana).get(f"/cases/{book.due.number}/?list={text}")
    assert "My cases: 1 left" in words(page)


def test_a_specialist_reads_the_case_of_somebody_else_and_changes_the_own(
    signed_in: SignedIn, book: Book, browser: Callable[..., Client]
) -> None:
    specialist = browser(Role.COLLECTIONS_SPECIALIST)
    theirs = specialist.get(f"/cases/{book.mine.number}/negotiation")
    assert "Dana Reyes negotiates this case, so you read it." in words(theirs)
    assert "Record offer" not in words(theirs)
    nobodys = specialist.get(f"/cases/{book.due.number}/negotiation")
    assert "negotiates this case, so you read it" not in words(nobodys)
    assert "Record offer" in words(nobodys)
    assert "so you read it" not in words(
        signed_in(book.manager).get(f"/cases/{book.mine.number}/negotiation")
    )
    bill = book.mine.bills.order_by("id").last()
    sent = {"bill": str(bill.id), "version": "0", "entry": "50%"}
    answer = specialist.post(f"/cases/{book.mine.number}/negotiation/bill-offers", sent)
    assert answer.status_code == 403
