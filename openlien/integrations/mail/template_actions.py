"""What people do with templates: add, change, switch off and on. Nothing is deleted: mails name them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.errors import NotFound, StaleVersion

from .codes import personal_names, unknown_names
from .errors import PersonalSubject, TemplateEmpty, UnknownCodes
from .limits import BODY_LETTERS_MAX, NAME_LETTERS_MAX, SUBJECT_LETTERS_MAX
from .models import Kind, Template


@dataclass(frozen=True, kw_only=True)
class TemplateDraft:
    """A template as it is typed."""

    form: Template.Form
    kind: Kind
    name: str
    subject: str = ""
    body: str

    @classmethod
    def of(cls, *, form: str, kind: str, **words: str) -> TemplateDraft:
        """The draft of these codes and words."""
        return cls(form=Template.Form(form), kind=Kind(kind), **words)


@action
def add_template(actor: Actor, draft: TemplateDraft) -> Template:
    """The new template, which can be chosen at once.

    *Raises*: Forbidden, TemplateEmpty, UnknownCodes, PersonalSubject, TemplateNameTaken, TextTooLong,
    TextNotPlain.
    """
    actor.require(Permission.TEMPLATES_EDIT)
    return Template.objects.create(**_checked(draft), changed_by_id=actor.user_id)


@action
def change_template(actor: Actor, template_id: UUID, draft: TemplateDraft, *, version: int) -> Template:
    """The template with another wording; mails that were written stay as they are.

    *Raises*: as `add_template`, NotFound, StaleVersion.
    """
    template = _locked(actor, template_id, version)
    for name, value in _checked(draft).items():
        setattr(template, name, value)
    return _saved(actor, template)


@action
def switch_template(actor: Actor, template_id: UUID, *, is_active: bool, version: int) -> Template:
    """The template, which can be chosen from now on or no longer.

    *Raises*: Forbidden, NotFound, StaleVersion.
    """
    template = _locked(actor, template_id, version)
    template.is_active = is_active
    return _saved(actor, template)


def _checked(draft: TemplateDraft) -> dict[str, str]:
    subject = draft.subject if draft.form == Template.Form.MAIL else ""
    given = {
        "name": plain_text(" ".join(draft.name.split()), letters_max=NAME_LETTERS_MAX),
        "subject": plain_text(" ".join(subject.split()), letters_max=SUBJECT_LETTERS_MAX),
        "body": plain_text(draft.body, letters_max=BODY_LETTERS_MAX),
    }
    for field, text in given.items():
        if not text and (field != "subject" or draft.form == Template.Form.MAIL):
            raise TemplateEmpty(field={"body": "text"}.get(field, field), empty=field)
    if personal := personal_names(given["subject"]):
        raise PersonalSubject(names=_listed(personal))
    if unknown := unknown_names(f"{given['subject']}\n{given['body']}", draft.kind):
        raise UnknownCodes(names=_listed(unknown))
    return {"form": draft.form, "kind": draft.kind, **given}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _locked(actor: Actor, template_id: UUID, version: int) -> Template:
    actor.require(Permission.TEMPLATES_EDIT)
    template = Template.objects.select_for_update(no_key=True).filter(id=template_id).first()
    if template is None:
        raise NotFound()
    if template.version != version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {template.version}")
    return template


def _saved(actor: Actor, template: Template) -> Template:
    template.version += 1
    template.changed_by_id, template.changed_at = actor.user_id, now()
    template.save()
    return template
