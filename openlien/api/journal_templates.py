"""Journal templates: listed, made, changed, switched off; never deleted."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from openlien.identity.permissions import Permission
from openlien.ledger.actions.templates import TemplateSettings, change_template, create_template
from openlien.ledger.queries.templates import read_template, templates

from .authentication import actor_of_call
from .journal_shapes import (
    JournalTemplateAnswer,
    JournalTemplateRequest,
    TemplateChangeRequest,
    TemplateListAnswer,
)
from .operations import operation

router = Router(tags=["journal templates"])


@operation(
    router,
    "GET",
    "/journal-templates",
    permission=Permission.LEDGER_VIEW,
    response=TemplateListAnswer,
)
def list_templates(request: HttpRequest):
    """All templates by name, with those that are switched off."""
    found = templates(actor_of_call(request))
    return {"items": found, "total": len(found)}


@operation(
    router,
    "GET",
    "/journal-templates/{code}",
    permission=Permission.LEDGER_VIEW,
    response=JournalTemplateAnswer,
)
def get_template(request: HttpRequest, code: str):
    """The template of that code."""
    return read_template(actor_of_call(request), code)


@operation(
    router,
    "POST",
    "/journal-templates",
    permission=Permission.LEDGER_SET_UP,
    response=JournalTemplateAnswer,
    status=201,
)
def post_template(request: HttpRequest, body: JournalTemplateRequest):
    """Makes a template; its code is made from its name."""
    actor = actor_of_call(request)
    made = create_template(actor, TemplateSettings(**body.model_dump()))
    return Status(201, read_template(actor, made.code))


@operation(
    router,
    "PUT",
    "/journal-templates/{code}",
    permission=Permission.LEDGER_SET_UP,
    response=JournalTemplateAnswer,
)
def put_template(request: HttpRequest, code: str, body: TemplateChangeRequest):
    """Changes a template; `isActive` false switches it off."""
    actor = actor_of_call(request)
    settings = TemplateSettings(**body.model_dump(exclude={"version"}))
    change_template(actor, code, settings, version=body.version)
    return read_template(actor, code)
