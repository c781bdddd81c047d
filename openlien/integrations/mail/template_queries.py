"""Reads of templates: those to choose from, all of them with their use, one with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from .models import Template

# The names by which the requirement calls the template that a mail about a round or settlement begins with.
FIRST_CHOICE = {"negotiation": "[Negotiation]", "settlement": "[Settlement]", "general": "[Case]"}


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template; `uses` counts the mails that began with it, None for a note."""

    id: UUID
    form: str
    form_name: str
    kind: str
    kind_name: str
    name: str
    subject: str
    body: str
    is_active: bool
    version: int
    uses: int | None
    changed_by: str
    changed_at: datetime


def template_list(actor: Actor) -> list[TemplateText]:
    """Every template, mails before notes, the active ones first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.TEMPLATES_EDIT)
    found = _counted().order_by("form", "-is_active", "kind", "name")
    return [_text(each) for each in found]


def read_template(actor: Actor, template_id: UUID) -> TemplateText:
    """One template, for its editor.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.TEMPLATES_EDIT)
    found = _counted().filter(id=template_id).first()
    if found is None:
        raise NotFound()
    return _text(found)


def mail_templates(actor: Actor, kind: str) -> list[TemplateText]:
    """The active mail templates that fit what a mail is about, the one it begins with first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.MAIL_SEND)
    found = _counted().filter(form=Template.Form.MAIL, is_active=True, kind__in={kind, "general"})
    return sorted(
        (_text(each) for each in found),
        key=lambda text: (text.name != FIRST_CHOICE[kind], text.kind != kind, text.name),
    )


def note_templates(actor: Actor, kind: str) -> list[TemplateText]:
    """The active note templates that fit, by name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASES_VIEW)
    found = Template.objects.filter(form=Template.Form.NOTE, is_active=True, kind__in={kind, "general"})
    return [_text(each) for each in found.select_related("changed_by").order_by("-kind", "name")]


def _counted() -> QuerySet[Template]:
    return Template.objects.select_related("changed_by").annotate(uses=Count("mails"))


def _text(template: Template) -> TemplateText:
    return TemplateText(
        id=template.id,
        form=template.form,
        form_name=template.get_form_display(),
        kind=template.kind,
        kind_name=template.get_kind_display(),
        name=template.name,
        subject=template.subject,
        body=template.body,
        is_active=template.is_active,
        version=template.version,
        uses=getattr(template, "uses", None) if template.form == Template.Form.MAIL else None,
        changed_by=template.changed_by.name if template.changed_by else "",
        changed_at=template.changed_at,
    )
