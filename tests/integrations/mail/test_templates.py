"""Templates: the allow-list of codes, how they are filled, who keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.integrations.mail import errors
from openlien.integrations.mail.codes import CODES, codes_for, examples, merged, unknown_names
from openlien.integrations.mail.drafting import draft_mail, filled_note
from openlien.integrations.mail.models import Kind, Template
from openlien.integrations.mail.template_actions import (
    TemplateDraft,
    add_template,
    change_template,
    switch_template,
)
from openlien.integrations.mail.template_queries import mail_templates, note_templates, template_list
from openlien.integrations.mail.values import About, values_of
from openlien.kit.errors import Forbidden, NotFound, StaleVersion
from tests import cast
from tests.domain.settlement.calls import TODAY, Cast, money_in, negotiate, settle, usd

from .conftest import ADJUSTER, ATTORNEY
from .writing import write


def manager() -> Actor:
    return cast.acting_person(Role.NEGOTIATIONS_MANAGER)


def draft(**facts: Any) -> TemplateDraft:
    given = {"form": Template.Form.MAIL, "kind": Kind.NEGOTIATION, "name": "Reminder"}
    return TemplateDraft(
        **{**given, "subject": "Case {{case_number}}", "body": "Demand: {{demand}}", **facts}
    )


def test_codes_are_replaced_and_their_values_are_not_read_again() -> None:
    values = {"demand": "{{offer}} <b>$1</b>", "offer": "$2.00"}
    assert merged("{{demand}} and {{ offer }}", values) == "{{offer}} <b>$1</b> and $2.00"


def test_a_line_whose_codes_are_all_blank_falls_away_with_its_label() -> None:
    values = {"demand": "", "offer": "$2.00"}
    assert merged("Demand: {{demand}}\nOffer: {{offer}}\n{{demand}} {{offer}}", values) == (
        "Offer: $2.00\nnot stated $2.00"
    )


def test_a_paragraph_that_falls_away_leaves_no_gap() -> None:
    values = {"adjuster": "", "demand": "", "offer": ""}
    text = "Dear {{adjuster}},\n\nHello.\n\nDemand: {{demand}}\nOffer: {{offer}}\n\nBye.\n\n\nMe"
    assert merged(text, values) == "Hello.\n\nBye.\n\n\nMe"


def test_a_code_is_a_name_and_never_a_path_or_a_call() -> None:
    for name in ("demand.__class__", "actor", "demand()", "demand|upper", "settlement_date"):
        assert unknown_names(f"{{{{{name}}}}}", "negotiation") == (name,)
        assert merged(f"{{{{{name}}}}}", {"demand": "x"}) == f"{{{{{name}}}}}"


def test_every_code_has_a_meaning_and_an_example() -> None:
    assert all(code.meaning and code.example for code in CODES)
    assert len({code.name for code in CODES}) == len(CODES)


def test_who_may_change_rounds_may_send_them() -> None:
    """The row menu and the second button stand for everybody who edits."""
    for held in ROLE_PERMISSIONS.values():
        assert Permission.SETTLEMENTS_EDIT not in held or Permission.MAIL_SEND in held


@pytest.mark.django_db
def test_every_code_of_a_round_has_a_value(of: Cast) -> None:
    row = negotiate(of, demand=usd("98000.00"), offer=usd("64000.00"), note="Friday.")
    about = About.round(row.id)
    values = values_of(of.coordinator, of.case.number, about, company="Lakeview", today=TODAY)
    assert set(values) == {code.name for code in codes_for("negotiation")} == set(examples("negotiation"))
    assert (values["demand"], values["adjuster"], values["authorized"]) == ("$98,000.00", "Ivy Stone", "")


@pytest.mark.django_db
def test_every_code_of_a_settlement_has_a_value(of: Cast) -> None:
    settlement = settle(of, "90000.00")
    money_in(of, settlement, "90000.00")
    about = About.settlement(settlement.id)
    values = values_of(of.coordinator, of.case.number, about, company="Lakeview", today=TODAY)
    assert set(values) == {code.name for code in codes_for("settlement")}
    assert (values["settlement_amount"], values["received_date"]) == ("$90,000.00", "November 2, 2026")


@pytest.mark.django_db
def test_a_round_is_mailed_with_the_negotiation_template_to_its_adjuster(of: Cast) -> None:
    row = negotiate(of, demand=usd("98000.00"))
    ready = draft_mail(of.coordinator, of.case.number, About.round(row.id), company="Lakeview", today=TODAY)
    assert ready.to == (ADJUSTER,)
    assert ready.subject == f"Negotiation, case {of.case.number}"
    assert "Dear Ivy Stone," in ready.body
    assert "Demand: $98,000.00" in ready.body
    assert "Offer" not in ready.body
    assert "{{" not in ready.body


@pytest.mark.django_db
def test_a_settlement_is_mailed_with_the_settlement_template(of: Cast) -> None:
    settlement = settle(of, "90000.00", coverage_id=of.coverage.id, party_id=of.coverage.insurer_id)
    about = About.settlement(settlement.id)
    ready = draft_mail(of.coordinator, of.case.number, about, company="Lakeview", today=TODAY)
    assert ready.to == (ADJUSTER,)
    assert ready.subject == f"Settlement, case {of.case.number}"
    assert "Amount: $90,000.00" in ready.body


@pytest.mark.django_db
def test_a_mail_about_the_case_itself_goes_to_the_attorney(of: Cast) -> None:
    ready = draft_mail(of.coordinator, of.case.number, About(), company="Lakeview", today=TODAY)
    assert ready.to == (ATTORNEY,)


@pytest.mark.django_db
def test_a_round_of_another_case_looks_missing(of: Cast) -> None:
    row = negotiate(of)
    other = cast.make_case("Lena Moss")
    with pytest.raises(NotFound):
        draft_mail(of.coordinator, other.number, About.round(row.id), company="", today=TODAY)


@pytest.mark.django_db
def test_a_template_of_another_kind_is_refused(of: Cast) -> None:
    row = negotiate(of)
    wrong = next(each for each in mail_templates(of.coordinator, "settlement") if each.kind == "settlement")
    with pytest.raises(errors.TemplateNotForThis):
        draft_mail(
            of.coordinator,
            of.case.number,
            About.round(row.id),
            company="",
            today=TODAY,
            template_id=wrong.id,
        )


@pytest.mark.django_db
def test_a_note_template_is_filled_before_the_round_is_saved(of: Cast) -> None:
    added = add_template(
        manager(),
        draft(form=Template.Form.NOTE, name="Called", body="Called {{law_firm}} and {{adjuster}}."),
    )
    about = About("negotiation")
    note = filled_note(of.coordinator, of.case.number, about, added.id, company="", today=TODAY)
    assert note == "Called Pacific Crest Law Firm and …."


@pytest.mark.django_db
def test_an_unknown_code_is_refused_by_its_name(db: None) -> None:
    with pytest.raises(errors.UnknownCodes, match='"demnd", "settled_by"'):
        add_template(manager(), draft(body="{{demnd}} {{settled_by}}"))


@pytest.mark.django_db
def test_a_subject_never_holds_what_is_of_the_patient() -> None:
    with pytest.raises(errors.PersonalSubject, match='"patient"'):
        add_template(manager(), draft(subject="{{patient}}, {{case_number}}"))


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "subject", "body"])
def test_a_template_says_something(field: str) -> None:
    with pytest.raises(errors.TemplateEmpty):
        add_template(manager(), draft(**{field: "  "}))


@pytest.mark.django_db
def test_a_name_belongs_to_one_template_of_a_form() -> None:
    with pytest.raises(errors.TemplateNameTaken):
        add_template(manager(), draft(name="[negotiation]"))


@pytest.mark.django_db
def test_a_change_is_in_the_audit_trail_and_the_second_writer_is_told() -> None:
    actor = manager()
    added = add_template(actor, draft())
    changed = change_template(actor, added.id, draft(body="Offer: {{offer}}"), version=added.version)
    with pytest.raises(StaleVersion):
        change_template(actor, added.id, draft(), version=added.version)
    found = AuditEntry.objects.filter(table_name="integrations_mail_template", row_id=str(added.id))
    assert [entry.after["body"] for entry in found.order_by("id")] == ["Demand: {{demand}}", changed.body]


@pytest.mark.django_db
def test_a_template_that_is_switched_off_is_offered_no_more_but_stays_with_its_mails(of: Cast) -> None:
    actor = manager()
    first = mail_templates(of.coordinator, "negotiation")[0]
    assert first.name == "[Negotiation]"
    write(of, template_id=first.id)
    switch_template(actor, first.id, is_active=False, version=first.version)
    assert first.id not in {each.id for each in mail_templates(of.coordinator, "negotiation")}
    listed = next(each for each in template_list(actor) if each.id == first.id)
    assert (listed.is_active, listed.uses) == (False, 1)


@pytest.mark.django_db
def test_the_requirement_s_note_templates_are_there(of: Cast) -> None:
    names = [each.name for each in note_templates(of.coordinator, "negotiation")]
    assert {"Demand sent", "Offer received"} <= set(names)


@pytest.mark.django_db
def test_only_who_keeps_templates_changes_them(of: Cast) -> None:
    with pytest.raises(Forbidden):
        add_template(of.coordinator, draft())
