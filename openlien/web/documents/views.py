"""The documents of a case, and one document with its versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_http_methods, require_POST

from openlien.cases.documents import actions
from openlien.cases.documents.content import accepted_endings
from openlien.cases.documents.queries import DocumentLine, documents_of, read_document, versions_of
from openlien.cases.models import Document
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..cases.frame import frame, opened_case
from ..jinja import time_text, url
from ..seen import shows
from ..sent_forms import Wrong, reason_of, typed

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.DOCUMENTS_VIEW)
def case_documents(request: HttpRequest, number: str) -> HttpResponse:
    """The documents of a case, and the place to drop new ones."""
    case = opened_case(request, number, seen="Case documents")
    actor = request.actor  # type: ignore[attr-defined]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Document.Kind.values else ""
    wrong = Wrong()
    if request.method == "POST":
        filed, wrong = _file_all(request, number)
        if not wrong:
            messages.success(request, filed)
            return HttpResponseRedirect(url("cases:documents", number))
    lines = documents_of(actor, case)
    context = {
        **frame(request, case, "documents"),
        "documents": [_shown(line) for line in lines if not kind or line.kind == kind],
        "total": len(lines),
        "kinds": _kind_links(number, lines, kind),
        "kind": kind,
        "choices": Document.Kind.choices,
        "sent": typed(request.POST if request.method == "POST" else None),
        "wrong": wrong,
        "accept": accepted_endings(),
        "may_file": actor.may(Permission.DOCUMENTS_FILE),
    }
    return render(request, "documents/list.jinja", context, status=422 if wrong else 200)


@page(Permission.DOCUMENTS_VIEW)
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: what it shows, its versions, what can be done with it."""
    return _document_page(request, document_id)


@page(Permission.DOCUMENTS_FILE)
@require_POST
def new_version(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Files another version of the document and opens it."""
    read_document(request.actor, document_id)  # type: ignore[attr-defined]
    upload = _uploads(request)
    if not upload:
        return _document_page(request, document_id, Wrong(files="Choose the file that takes its place."))
    try:
        newer = actions.replace_document(request.actor, document_id, upload[0])  # type: ignore[attr-defined]
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return _document_page(request, document_id, Wrong(files=reason_of(refused)), refused.status)
    messages.success(request, f"Version {newer.version} is filed.")
    return HttpResponseRedirect(url("documents:document", newer.id))


@page(Permission.DOCUMENTS_FILE)
@require_POST
def withdrawal(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Sets the document aside."""
    read_document(request.actor, document_id)  # type: ignore[attr-defined]
    try:
        reason = request.POST.get("reason", "")
        withdrawn = actions.withdraw_document(request.actor, document_id, reason=reason)  # type: ignore[attr-defined]
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return _document_page(request, document_id, Wrong(reason=reason_of(refused)), refused.status)
    messages.success(request, f"{withdrawn.title} is withdrawn. It stays on record.")
    return HttpResponseRedirect(url("documents:document", document_id))


@page(Permission.DOCUMENTS_FILE)
@require_POST
def taking_back(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Puts a withdrawn document among the others again."""
    taken = actions.take_back_document(request.actor, document_id)  # type: ignore[attr-defined]
    messages.success(request, f"{taken.title} is back among the documents.")
    return HttpResponseRedirect(url("documents:document", document_id))


def _document_page(
    request: HttpRequest, document_id: UUID, wrong: Wrong | None = None, status: int = 422
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    versions = versions_of(actor, document_id)
    line = next(each for each in versions if each.id == document_id)
    shows(request, "Document", case_number=line.case_number or "")
    context = {
        "document": _shown(line),
        "versions": [_shown(each) for each in versions],
        "latest": versions[0].id,
        "accept": accepted_endings(),
        "sent": typed(request.POST if request.method == "POST" else None),
        "wrong": wrong or Wrong(),
        "may_file": actor.may(Permission.DOCUMENTS_FILE),
    }
    return render(request, "documents/document.jinja", context, status=status if wrong else 200)


def _file_all(request: HttpRequest, number: str) -> tuple[str, Wrong]:
    """The sentence about what was filed, or what is wrong; each file stands or falls by itself."""
    actor, uploads, refused = request.actor, _uploads(request), []  # type: ignore[attr-defined]
    if not uploads:
        return "", Wrong(files="Choose a file, or drop one here.")
    for upload in uploads:
        try:
            actions.file_document(actor, upload, case_number=number)
        except (NotFound, Forbidden):
            raise
        except DomainError as error:
            refused.append(reason_of(error))
    filed = len(uploads) - len(refused)
    if refused:
        kept = f" The other {filed} of {len(uploads)} are filed." if filed else ""
        return "", Wrong(files=" ".join(refused) + kept)
    return ("Document filed." if filed == 1 else f"{filed} documents filed."), Wrong()


def _uploads(request: HttpRequest) -> list[actions.Upload]:
    kind = request.POST.get("kind", "")
    kind = kind if kind in Document.Kind.values else Document.Kind.OTHER
    files = request.FILES.getlist("files")
    title = request.POST.get("title", "") if len(files) == 1 else ""
    return [
        actions.Upload(name=file.name or "file", chunks=file.chunks(), kind=Document.Kind(kind), title=title)
        for file in files
    ]


def _shown(line: DocumentLine) -> dict[str, Any]:
    return {
        "line": line,
        "href": url("documents:document", line.id),
        "file_href": url("documents:file", line.id),
        "view_href": url("documents:view", line.id) if line.content.opens_in_browser else None,
        "is_picture": line.content.is_picture,
        "size": filesizeformat(line.size_bytes),
        "filed_at": time_text(business_time.here(line.uploaded_at)),
        "withdrawn_at": time_text(business_time.here(line.withdrawn_at)) if line.withdrawn_at else None,
    }


def _kind_links(number: str, lines: list[DocumentLine], current: str) -> list[dict[str, Any]]:
    counts = {kind: sum(line.kind == kind for line in lines) for kind in Document.Kind.values}
    everything = {
        "label": "All",
        "href": url("cases:documents", number),
        "current": not current,
        "count": len(lines),
    }
    return [
        everything,
        *(
            {
                "label": Document.Kind(kind).label,
                "href": url("cases:documents", number, query={"kind": kind}),
                "current": kind == current,
                "count": count,
            }
            for kind, count in counts.items()
            if count
        ),
    ]
