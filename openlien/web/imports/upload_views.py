"""From files to a started import: upload, map headings by hand, start, discard."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.permissions import Permission
from openlien.integrations.imports import uploads
from openlien.integrations.imports.looking import fields_of
from openlien.integrations.imports.queries import FileLine, find_import, list_imports
from openlien.integrations.portfolio_files import Kind
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError, NotFound

from .. import business_time
from ..access import page
from ..jinja import url
from ..sent_forms import Wrong
from . import shown

FIELD_OF_MAPPING = "map-"


@page(Permission.IMPORTS_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form that takes one or two files, and the import they become."""
    if request.method != "POST":
        return _upload_form(request, Wrong(), status=200)
    wrong = Wrong()
    as_of = _as_of(request, wrong)
    if as_of is not None:
        try:
            files = [(file.name or "file", file.chunks()) for file in request.FILES.getlist("files")]
            actor = request.actor  # type: ignore[attr-defined]
            record = uploads.upload_files(actor, files, as_of=as_of, today=business_time.today())
            return HttpResponseRedirect(url("imports:detail", record.id))
        except DomainError as refused:
            wrong[_field_of(refused)] = refused.sentence
            return _upload_form(request, wrong, status=refused.status)
    return _upload_form(request, wrong, status=422)


@page(Permission.IMPORTS_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, import_id: UUID, file_id: int) -> HttpResponse:
    """The form that maps the headings of one file by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    file = next((file for file in find_import(actor, import_id).files if file.id == file_id), None)
    if file is None or not file.look:
        raise NotFound()
    kind = _kind(request, file)
    if request.method != "POST":
        return _columns_form(request, import_id, file, kind, _recognised(file, kind), error=None)
    chosen = {
        name.removeprefix(FIELD_OF_MAPPING): value
        for name, value in request.POST.items()
        if name.startswith(FIELD_OF_MAPPING) and value
    }
    save_as = request.POST.get("name", "") if request.POST.get("save") else None
    try:
        uploads.map_columns(actor, import_id, file_id, kind=kind, headings=chosen, save_as=save_as)
    except DomainError as refused:
        return _columns_form(request, import_id, file, kind, chosen, error=refused)
    return HttpResponseRedirect(url("imports:detail", import_id))


@page(Permission.IMPORTS_RUN)
@require_POST
def start(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Puts the import into the queue."""
    uploads.start_import(request.actor, import_id)  # type: ignore[attr-defined]
    return HttpResponseRedirect(url("imports:detail", import_id))


@page(Permission.IMPORTS_RUN)
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Removes an import that is not done."""
    uploads.discard_import(request.actor, import_id)  # type: ignore[attr-defined]
    messages.success(request, "Upload removed")
    return HttpResponseRedirect(url("imports:home"))


def _upload_form(request: HttpRequest, wrong: Wrong, *, status: int) -> HttpResponse:
    as_of = request.POST.get("as_of") or f"{business_time.today():%m/%d/%Y}"
    actor = request.actor  # type: ignore[attr-defined]
    demo = next((line for line in list_imports(actor) if line.is_demo and line.can_be_undone), None)
    context = {
        "wrong": wrong,
        "as_of": as_of,
        "undo_demo_href": url("imports:undo", demo.batch_id) if demo else None,
    }
    return render(request, "imports/new.jinja", context, status=status)


def _as_of(request: HttpRequest, wrong: Wrong) -> date | None:
    try:
        return parse_user_date(request.POST.get("as_of", ""), today=business_time.today())
    except DateError as refused:
        wrong["as_of"] = refused.sentence
        return None


def _field_of(refused: DomainError) -> str:
    return "as_of" if refused.code == "as_of_in_future" else "files"


def _kind(request: HttpRequest, file: FileLine) -> Kind:
    asked = request.POST.get("kind") or request.GET.get("kind") or file.kind or Kind.INVOICES
    return Kind(asked) if asked in set(Kind) else Kind.INVOICES


def _recognised(file: FileLine, kind: Kind) -> dict[str, str]:
    if file.kind != kind:
        return {}
    return {each["field"]: each["heading"] for each in file.look["recognised"]}


def _columns_form(
    request: HttpRequest,
    import_id: UUID,
    file: FileLine,
    kind: Kind,
    chosen: dict[str, str],
    *,
    error: DomainError | None,
) -> HttpResponse:
    headings = sorted({heading for heading in file.look["headings"] if heading}, key=str.casefold)
    here = url("imports:columns", import_id, file.id)
    context: dict[str, Any] = {
        "import_id": import_id,
        "file": file,
        "kind": kind.value,
        "kinds": [
            {"label": shown.KIND_NAMES[each], "href": f"{here}?kind={each}", "current": each == kind}
            for each in Kind
        ],
        "fields": [
            {
                "name": FIELD_OF_MAPPING + field,
                "label": label,
                "value": chosen.get(field, ""),
                "optional": not needed,
            }
            for field, label, needed in fields_of(kind)
        ],
        "choices": [("", "Not in the file"), *((heading, heading) for heading in headings)],
        "error": error.sentence if error else None,
        "name": request.POST.get("name", ""),
        "save": bool(request.POST.get("save")),
    }
    return render(request, "imports/columns.jinja", context, status=error.status if error else 200)
