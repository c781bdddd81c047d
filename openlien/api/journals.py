"""Journals: written, submitted, approved or rejected, posted, reversed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Header, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from openlien.cases.documents.actions import Upload
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import NotFound
from openlien.ledger.actions import drafts
from openlien.ledger.actions import journals as actions
from openlien.ledger.actions.attachments import attach_file
from openlien.ledger.actions.drafts import LINES_MAX, Draft
from openlien.ledger.entries import Line
from openlien.ledger.errors import TooManyLines, UnknownCaseAccount, UnknownJournal
from openlien.ledger.queries.approval_queue import approval_queue
from openlien.ledger.queries.journals import (
    LIMIT_MAX,
    PAGE_JOURNALS,
    WORDS_LETTERS_MAX,
    JournalFilter,
    JournalOrder,
    JournalSort,
    journal_page,
)
from openlien.ledger.queries.line_choices import case_account_ids
from openlien.ledger.queries.one_journal import ShownJournal, id_of, read_journal
from openlien.ledger.vocabulary import EntryType, JournalStatus

from .authentication import actor_of_call
from .journal_shapes import (
    AttachmentListAnswer,
    ChangeRequest,
    JournalAnswer,
    JournalLineRequest,
    JournalListAnswer,
    JournalRequest,
    JournalReversalRequest,
    QueueAnswer,
    RejectionRequest,
    VersionRequest,
)
from .operations import operation, seen
from .schemas import Day

router = Router(tags=["journals"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]


class JournalQuestion(Schema):
    """Which journals a list holds; `period` is any day of a month."""

    q: str = Field("", max_length=WORDS_LETTERS_MAX)
    status: list[JournalStatus] = []
    type: EntryType | None = None
    template: str = Field("", max_length=60)
    account: str = Field("", max_length=20)
    case: str = Field("", max_length=20)
    period: Day | None = None
    created_by: UUID | None = Field(None, alias="createdBy")
    sort: JournalSort = JournalSort.WRITTEN
    ascending: bool = False
    limit: int = Field(PAGE_JOURNALS, ge=1, le=LIMIT_MAX)
    cursor: str = Field("", max_length=40)

    def filter(self) -> JournalFilter:
        """The part that says which journals."""
        return JournalFilter(
            words=self.q,
            statuses=tuple(self.status),
            type=self.type,
            template=self.template,
            account=self.account,
            case=self.case,
            month=self.period,
            created_by=self.created_by,
        )


@operation(
    router,
    "GET",
    "/journals",
    permission=Permission.LEDGER_VIEW,
    response=JournalListAnswer,
    shows="Journals",
)
def list_journals(request: HttpRequest, question: Query[JournalQuestion]):
    """Journals on paper and in the books, the newest first, with totals over the whole filter."""
    order = JournalOrder(question.sort, descending=not question.ascending)
    found = journal_page(
        actor_of_call(request), question.filter(), order, after=question.cursor, limit=question.limit
    )
    return {"items": found.rows, "totals": found.totals, "next_cursor": found.older}


@operation(
    router,
    "GET",
    "/approval-queue",
    permission=Permission.LEDGER_VIEW,
    response=QueueAnswer,
    shows="Approval queue",
)
def list_queue(request: HttpRequest):
    """The journals that wait for approval, the longest waiting first."""
    found = approval_queue(actor_of_call(request))
    return {"items": found.rows, "total": found.waiting}


@operation(router, "GET", "/journals/{name}", permission=Permission.LEDGER_VIEW, response=JournalAnswer)
def get_journal(request: HttpRequest, name: str):
    """The journal with that number or id."""
    return _read(request, name)


@operation(
    router,
    "POST",
    "/journals",
    permission=Permission.JOURNALS_WRITE,
    response=JournalAnswer,
    status=201,
)
def post_journal_draft(request: HttpRequest, body: JournalRequest, key: Key = None):
    """Writes a draft; it may still be out of balance."""
    actor = actor_of_call(request)
    paper = drafts.create_journal(actor, _draft(actor, body), today=_today(), idempotency_key=key)
    return Status(201, _answer(read_journal(actor, paper.id)))


@operation(router, "PUT", "/journals/{name}", permission=Permission.JOURNALS_WRITE, response=JournalAnswer)
def put_journal(request: HttpRequest, name: str, body: ChangeRequest):
    """Changes a draft, or a rejected journal, which is a draft again."""
    actor = actor_of_call(request)
    drafts.change_journal(
        actor, _id(request, name), _draft(actor, body), version=body.version, today=_today()
    )
    return _read(request, name)


@operation(
    router,
    "DELETE",
    "/journals/{name}",
    permission=Permission.JOURNALS_WRITE,
    response=None,
    status=204,
)
def delete_journal(request: HttpRequest, name: str, version: int = Query(..., ge=1)):
    """Deletes a draft or a rejected journal."""
    drafts.delete_journal(actor_of_call(request), _id(request, name), version=version)
    return Status(204, None)


def _move(path: str, permission: Permission) -> Any:
    return operation(
        router, "POST", f"/journals/{{name}}/{path}", permission=permission, response=JournalAnswer
    )


@_move("submission", Permission.JOURNALS_WRITE)
def post_submission(request: HttpRequest, name: str, body: VersionRequest):
    """Submits a draft for approval."""
    actions.submit_journal(actor_of_call(request), _id(request, name), version=body.version, today=_today())
    return _read(request, name)


@_move("withdrawal", Permission.JOURNALS_WRITE)
def post_withdrawal(request: HttpRequest, name: str, body: VersionRequest):
    """Takes a submitted journal back before anybody approved it."""
    actions.withdraw_journal(actor_of_call(request), _id(request, name), version=body.version)
    return _read(request, name)


@_move("approval", Permission.JOURNALS_APPROVE)
def post_approval(request: HttpRequest, name: str, body: VersionRequest):
    """Approves a journal that somebody else wrote."""
    actions.approve_journal(actor_of_call(request), _id(request, name), version=body.version, today=_today())
    return _read(request, name)


@_move("rejection", Permission.JOURNALS_APPROVE)
def post_rejection(request: HttpRequest, name: str, body: RejectionRequest):
    """Rejects a journal with a reason."""
    actions.reject_journal(
        actor_of_call(request), _id(request, name), version=body.version, reason=body.reason
    )
    return _read(request, name)


@_move("posting", Permission.JOURNALS_POST)
def post_posting(request: HttpRequest, name: str):
    """Puts an approved journal into the books; repeated, it gives the same number."""
    actions.post_journal(actor_of_call(request), _id(request, name), today=_today())
    return _read(request, name)


@operation(
    router,
    "POST",
    "/journals/{name}/reversal",
    permission=Permission.JOURNALS_POST,
    response=JournalAnswer,
    status=201,
)
def post_reversal(request: HttpRequest, name: str, body: JournalReversalRequest, key: Key = None):
    """Writes the reversal of a posted journal; it waits for approval unless policy lets it through."""
    actor = actor_of_call(request)
    paper = actions.reverse_journal(
        actor,
        _id(request, name),
        entry_on=body.entry_on,
        posting_on=body.posting_on,
        reason=body.reason,
        today=_today(),
        idempotency_key=key,
    )
    return Status(201, _answer(read_journal(actor, paper.id)))


@operation(
    router,
    "GET",
    "/journals/{name}/attachments",
    permission=Permission.LEDGER_VIEW,
    response=AttachmentListAnswer,
    shows="Journal documents",
)
def list_attachments(request: HttpRequest, name: str):
    """The files that support a journal, the first attached first; `id` names the document."""
    journal = read_journal(actor_of_call(request), name)
    return {"items": journal.attachments, "total": len(journal.attachments)}


@operation(
    router,
    "POST",
    "/journals/{name}/attachments",
    permission=Permission.JOURNALS_WRITE,
    response=AttachmentListAnswer,
    status=201,
)
def post_attachment(request: HttpRequest, name: str, file: UploadedFile = File(...)):
    """Attaches a file to a journal, posted or not; it is filed on the journal's case where it has one."""
    actor = actor_of_call(request)
    upload = Upload(name=file.name or "file", chunks=file.chunks())
    attach_file(actor, _id(request, name), upload)
    found = read_journal(actor, name).attachments
    return Status(201, {"items": found, "total": len(found)})


def _id(request: HttpRequest, name: str) -> UUID:
    """The id behind the name in the address; whether the caller may act on it is the action's to judge."""
    actor_of_call(request).require(Permission.LEDGER_VIEW)
    found = id_of(name)
    if found is None:
        raise UnknownJournal()
    return found


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _read(request: HttpRequest, name: str | UUID) -> dict[str, Any]:
    actor = actor_of_call(request)
    journal = read_journal(actor, name)
    seen(request, "Journal", case_number=journal.case_number)
    return _answer(journal)


def _answer(journal: ShownJournal) -> dict[str, Any]:
    given = {field: getattr(journal, field) for field in journal.__slots__}
    return {
        **given,
        "template": journal.template_code,
        "template_name": journal.template,
        "case_account": journal.account_number,
        "is_balanced": not journal.difference,
        "policy": journal.policy.value,
    }


def _draft(actor: Actor, body: JournalRequest) -> Draft:
    # Permission first: who may not write learns nothing about cases.
    actor.require(Permission.JOURNALS_WRITE)
    if len(body.lines) > LINES_MAX:
        raise TooManyLines(lines=len(body.lines), lines_max=LINES_MAX)
    accounts = case_account_ids(actor, {line.case_number for line in body.lines if line.case_number})
    return Draft(
        template=body.template,
        type=body.type,
        entry_on=body.entry_on,
        posting_on=body.posting_on,
        description=body.description,
        reference=body.reference,
        case_id=_case_id(actor, body.case_number),
        patient_id=body.patient_id,
        lines=[_line(line, accounts[line.case_number] if line.case_number else None) for line in body.lines],
    )


def _line(line: JournalLineRequest, case_account_id: UUID | None) -> Line:
    # Not model_dump: it would write the amounts as texts.
    given = {name: getattr(line, name) for name in JournalLineRequest.model_fields if name != "case_number"}
    return Line(**given, case_account_id=case_account_id)


def _case_id(actor: Actor, number: str | None) -> UUID | None:
    if not number:
        return None
    try:
        return read_case(actor, number).id
    except NotFound:
        raise UnknownCaseAccount() from None
