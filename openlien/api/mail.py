"""Mail about cases and its templates. A mail waits in the outbox; its state tells what became of it."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from openlien.identity.permissions import Permission
from openlien.integrations.mail import queries, sending, template_actions, template_queries
from openlien.integrations.mail.codes import codes_for
from openlien.integrations.mail.contacts import addressees
from openlien.integrations.mail.drafting import draft_mail
from openlien.integrations.mail.models import Kind
from openlien.integrations.mail.template_actions import TemplateDraft
from openlien.integrations.mail.values import About
from openlien.kit.clock import business_today
from openlien.kit.errors import InvalidInput

from . import mail_shapes as shapes
from .authentication import actor_of_call
from .operations import operation, seen

router = Router(tags=["mail"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE, MAIL, TEMPLATE = (
    "/cases/{case_number}",
    "/mails/{uuid:mail_id}",
    "/mail-templates/{uuid:template_id}",
)
SEND, VIEW, EDIT = Permission.MAIL_SEND, Permission.ACTIVITY_VIEW, Permission.TEMPLATES_EDIT
State = StrEnum("State", {code.upper(): code for code, _ in queries.STATES})


class DraftQuestion(Schema):
    """What the mail is about, and which template; the first of its kind where none is named."""

    kind: Kind = Kind.GENERAL
    about_id: UUID | None = Field(None, alias="aboutId")
    template_id: UUID | None = Field(None, alias="templateId")


@operation(router, "GET", "/merge-codes", permission=EDIT, response=shapes.CodesAnswer)
def list_codes(request: HttpRequest, kind: Kind = Kind.GENERAL):
    """The merge codes that a template of this kind may hold."""
    actor_of_call(request).require(EDIT)
    return {"items": codes_for(kind.value)}


@operation(router, "GET", "/mail-templates", permission=EDIT, response=shapes.TemplatesAnswer)
def list_templates(request: HttpRequest):
    """Every template of e-mails and notes."""
    return {"items": template_queries.template_list(actor_of_call(request))}


@operation(router, "POST", "/mail-templates", permission=EDIT, response=shapes.MailTemplateAnswer, status=201)
def post_template(request: HttpRequest, body: shapes.MailTemplateRequest):
    """Adds a template; a code that is not of the list is refused by its name."""
    actor = actor_of_call(request)
    added = template_actions.add_template(actor, TemplateDraft.of(**body.dict()))
    return Status(201, template_queries.read_template(actor, added.id))


@operation(router, "GET", TEMPLATE, permission=EDIT, response=shapes.MailTemplateAnswer)
def get_template(request: HttpRequest, template_id: UUID):
    """One template."""
    return template_queries.read_template(actor_of_call(request), template_id)


@operation(router, "PUT", TEMPLATE, permission=EDIT, response=shapes.MailTemplateAnswer)
def put_template(request: HttpRequest, template_id: UUID, body: shapes.TemplateChange):
    """Changes a template; mails that were written stay as they are."""
    actor = actor_of_call(request)
    draft = TemplateDraft.of(**body.dict(exclude={"version"}))
    template_actions.change_template(actor, template_id, draft, version=body.version)
    return template_queries.read_template(actor, template_id)


@operation(router, "PUT", f"{TEMPLATE}/offer", permission=EDIT, response=shapes.MailTemplateAnswer)
def put_offered(request: HttpRequest, template_id: UUID, body: shapes.OfferedRequest):
    """Switches a template off or on; nothing is deleted."""
    actor = actor_of_call(request)
    template_actions.switch_template(actor, template_id, is_active=body.is_active, version=body.version)
    return template_queries.read_template(actor, template_id)


@operation(
    router, "GET", f"{CASE}/mail-draft", permission=SEND, response=shapes.DraftAnswer, shows="E-mail draft"
)
def get_draft(request: HttpRequest, case_number: str, question: Query[DraftQuestion]):
    """A template filled for a case, round or settlement, with whom it can go to; nothing is sent."""
    actor = actor_of_call(request)
    draft = draft_mail(
        actor,
        case_number,
        _about(question.kind, question.about_id),
        company=settings.COMPANY_NAME,
        today=business_today(settings.BUSINESS_TIME_ZONE),
        template_id=question.template_id,
    )
    return {
        **asdict(draft),
        "addressees": addressees(actor, case_number),
        "templates": template_queries.mail_templates(actor, question.kind.value),
    }


@operation(router, "POST", f"{CASE}/mails", permission=SEND, response=shapes.MailAnswer, status=201)
def post_mail(request: HttpRequest, case_number: str, body: shapes.MailRequest, key: Key = None):
    """Puts a mail into the outbox; the same Idempotency-Key sends it once, however often it is called."""
    written = sending.Written(
        to=body.to,
        cc=body.cc,
        subject=body.subject,
        body=body.body,
        document_ids=body.document_ids,
        template_id=body.template_id,
    )
    about = _about(body.kind, body.about_id)
    mail = sending.send_mail(actor_of_call(request), case_number, about, written, idempotency_key=key)
    return Status(201, _whole(request, mail.id))


@operation(
    router, "GET", f"{CASE}/mails", permission=VIEW, response=shapes.LinesAnswer, shows="E-mails of a case"
)
def list_mails(request: HttpRequest, case_number: str):
    """The mails of a case, newest first, with what became of each."""
    return {"items": queries.mails_of_case(actor_of_call(request), case_number)}


@operation(
    router,
    "GET",
    "/mails",
    permission=Permission.MAIL_OVERSEE,
    response=shapes.OutboxAnswer,
    shows="Outbox",
)
def get_outbox(request: HttpRequest, state: State | None = None, limit: int = Query(100, ge=1, le=500)):
    """The newest mails of all cases, of one state if asked."""
    found = queries.outbox(actor_of_call(request), state=state.value if state else "", limit=limit)
    return {"items": found.mails, "counts": found.counts, "has_server": found.has_server}


@operation(router, "GET", MAIL, permission=VIEW, response=shapes.MailAnswer)
def get_mail(request: HttpRequest, mail_id: UUID):
    """One mail with its text and what went along."""
    return _whole(request, mail_id)


@operation(router, "POST", f"{MAIL}/resending", permission=SEND, response=shapes.MailAnswer)
def resend_mail(request: HttpRequest, mail_id: UUID, body: shapes.DecisionRequest):
    """Sends a mail again that failed or of which nobody knows, as the same message."""
    actor = actor_of_call(request)
    sending.send_again(actor, mail_id, version=body.version, reason=body.reason)
    return _whole(request, mail_id)


@operation(router, "POST", f"{MAIL}/arrival", permission=SEND, response=shapes.MailAnswer)
def confirm_mail(request: HttpRequest, mail_id: UUID, body: shapes.DecisionRequest):
    """Counts a mail of which nobody knows as sent."""
    actor = actor_of_call(request)
    sending.confirm_arrived(actor, mail_id, version=body.version, reason=body.reason)
    return _whole(request, mail_id)


@operation(router, "POST", f"{MAIL}/withdrawal", permission=SEND, response=shapes.MailAnswer)
def withdraw_mail(request: HttpRequest, mail_id: UUID, body: shapes.MailWithdrawalRequest):
    """Keeps a mail that waits or failed from being sent."""
    sending.withdraw_mail(actor_of_call(request), mail_id, version=body.version)
    return _whole(request, mail_id)


def _about(kind: Kind, about_id: UUID | None) -> About:
    """What a mail is about.

    *Raises*: InvalidInput when a kind comes without its round or settlement, or the case itself with one.
    """
    if (kind is Kind.GENERAL) != (about_id is None):
        raise InvalidInput("about_id", "aboutId names the round or settlement that kind says, and only then.")
    return About(kind.value, about_id)


def _whole(request: HttpRequest, mail_id: UUID) -> dict[str, Any]:
    record = queries.read_mail(actor_of_call(request), mail_id)
    seen(request, "E-mail of a case", case_number=record.line.case_number)
    return {
        **asdict(record.line),
        "body": record.body,
        "reply_to": record.reply_to,
        "decided_by": record.decided_by,
        "decision_reason": record.decision_reason,
        "attachments": record.attachments,
    }
