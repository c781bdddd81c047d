"""Mail and its templates over the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.integrations.mail.models import Mail
from tests import cast
from tests.domain.settlement.calls import Cast, negotiate, settle, usd
from tests.integrations.mail.conftest import ADJUSTER, ATTORNEY, of, postbox
from tests.integrations.mail.servers import Postbox
from tests.integrations.mail.writing import work_off

pytestmark = pytest.mark.django_db
COORDINATOR, MANAGER, AUDITOR = Role.SETTLEMENT_COORDINATOR, Role.NEGOTIATIONS_MANAGER, Role.AUDITOR
LETTER = {"to": [ADJUSTER], "subject": "Your claim NM-77", "body": "Good morning."}
__all__ = ["of", "postbox"]


def test_a_draft_has_the_template_s_words_and_whom_it_can_go_to(caller: Callable[..., Any], of: Cast) -> None:
    row = negotiate(of, demand=usd("98000.00"))
    api = caller(COORDINATOR)
    address = f"/cases/{of.case.number}/mail-draft"
    draft = api.get(address, kind="negotiation", aboutId=str(row.id)).json()
    assert draft["subject"] == f"Negotiation, case {of.case.number}"
    assert "Demand: $98,000.00" in draft["body"]
    assert draft["to"] == [ADJUSTER]
    assert {each["address"] for each in draft["addressees"]} == {ADJUSTER, ATTORNEY}
    assert draft["templates"][0] == {"id": draft["templateId"], "name": "[Negotiation]"}
    other = next(each["id"] for each in draft["templates"] if each["name"] == "[Case]")
    chosen = api.get(address, kind="negotiation", aboutId=str(row.id), templateId=other).json()
    assert chosen["subject"] == f"Case {of.case.number}"
    assert not Mail.objects.exists()


@pytest.mark.parametrize("question", [{"kind": "settlement"}, {"aboutId": str(uuid4())}])
def test_a_kind_and_what_it_is_about_go_together(
    caller: Callable[..., Any], of: Cast, question: dict[str, str]
) -> None:
    answer = caller(COORDINATOR).get(f"/cases/{of.case.number}/mail-draft", **question)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_a_mail_is_sent_once_however_often_it_is_called(
    caller: Callable[..., Any], of: Cast, postbox: Postbox
) -> None:
    settlement = settle(of)
    body = {**LETTER, "kind": "settlement", "aboutId": str(settlement.id), "cc": [ATTORNEY]}
    api = caller(COORDINATOR)
    sent = [api.post(f"/cases/{of.case.number}/mails", body, key="k") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    mail = Mail.objects.get()
    assert (sent[1].json()["id"], sent[1].json()["state"]) == (str(mail.id), "queued")
    work_off(mail)
    assert len(postbox.taken) == 1
    listed = caller(AUDITOR).get(f"/cases/{of.case.number}/mails").json()
    assert (listed["total"], listed["items"][0]["state"]) == (1, "sent")
    assert AccessEntry.objects.filter(case_number=of.case.number, what="E-mails of a case").count() == 1
    other = api.post(f"/cases/{of.case.number}/mails", {**body, "body": "Other."}, key="k")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"to": []}, "no_recipient"),
        ({"to": ["a@b.example\r\nBcc: c@d.example"]}, "not_an_address"),
        ({"subject": "Hello\nBcc: c@d.example"}, "subject_not_one_line"),
        ({"body": "{{demand}}"}, "codes_left"),
        ({"documentIds": [str(uuid4())]}, "not_attachable"),
        ({"templateId": str(uuid4())}, "template_not_for_this"),
    ],
)
def test_a_refused_mail_says_why(
    caller: Callable[..., Any], of: Cast, facts: dict[str, Any], code: str
) -> None:
    answer = caller(COORDINATOR).post(f"/cases/{of.case.number}/mails", {**LETTER, **facts})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Mail.objects.exists()


def test_a_person_decides_about_an_unknown_one(
    caller: Callable[..., Any], of: Cast, postbox: Postbox
) -> None:
    api = caller(COORDINATOR)
    postbox.drops_after_text = True
    made = api.post(f"/cases/{of.case.number}/mails", LETTER).json()
    unknown = work_off(Mail.objects.get())
    address = f"/mails/{made['id']}"
    assert api.get(address).json()["state"] == "unknown"
    again = api.post(f"{address}/resending", {"version": unknown.version, "reason": "Nothing came."}).json()
    assert (again["state"], again["decisionReason"]) == ("queued", "Nothing came.")
    stale = api.post(f"{address}/arrival", {"version": unknown.version, "reason": "It came."})
    assert (stale.status_code, stale.json()["code"]) == (409, "mail_stale")
    left = api.post(f"{address}/withdrawal", {"version": again["version"]}).json()
    assert left["state"] == "withdrawn"
    assert api.post(f"{address}/withdrawal", {"version": left["version"]}).json()["code"] == "not_decidable"


def test_the_outbox_is_read_by_who_oversees_it(caller: Callable[..., Any], of: Cast) -> None:
    caller(COORDINATOR).post(f"/cases/{of.case.number}/mails", LETTER)
    manager = caller(MANAGER)
    found = manager.get("/mails").json()
    assert (found["counts"], len(found["items"])) == ({"queued": 1}, 1)
    assert manager.get("/mails", state="sent").json()["items"] == []
    assert manager.get("/mails", state="lost").status_code == 422


def test_who_works_for_one_firm_sends_mail_of_its_cases_only(caller: Callable[..., Any], of: Cast) -> None:
    inside = caller(COORDINATOR, scope_kind="law_firm", scope_id=of.case.law_firm_id)
    made = inside.post(f"/cases/{of.case.number}/mails", LETTER)
    assert (made.status_code, made.json()["subject"]) == (201, LETTER["subject"])
    assert inside.get(f"/cases/{of.case.number}/mails").status_code == 403
    elsewhere = cast.make_case("Lena Moss", firm_name="Osprey Legal")
    assert inside.post(f"/cases/{elsewhere.number}/mails", LETTER).status_code == 404


def test_templates_are_kept_over_the_interface(caller: Callable[..., Any]) -> None:
    manager = caller(MANAGER)
    body = {"form": "mail", "kind": "settlement", "name": "Check", "subject": "Check", "body": "{{received}}"}
    made = manager.post("/mail-templates", body).json()
    assert (made["version"], made["uses"], made["isActive"]) == (1, 0, True)
    address = f"/mail-templates/{made['id']}"
    changed = manager.send("put", address, {**body, "body": "{{firm_fee}}", "version": 1}).json()
    assert (changed["body"], changed["version"]) == ("{{firm_fee}}", 2)
    assert manager.send("put", address, {**body, "version": 1}).status_code == 409
    off = manager.send("put", f"{address}/offer", {"isActive": False, "version": 2}).json()
    assert not off["isActive"]
    assert made["id"] in {each["id"] for each in manager.get("/mail-templates").json()["items"]}
    wrong = manager.send("put", address, {**body, "body": "{{demand}}", "version": 3})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_codes")
    codes = {each["name"] for each in manager.get("/merge-codes", kind="settlement").json()["items"]}
    assert "received" in codes
    assert "demand" not in codes
