"""Journal templates: made, changed, switched off and on again; never deleted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.constraints import speaks_for
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, InvalidInput, NotFound, StaleVersion

from ..errors import AccountInactive, UnknownAccount
from ..models import GLAccount, JournalTemplate
from ..queries.templates import TEMPLATES_OF_THE_PRODUCT
from ..vocabulary import EntryType
from .unit import ledger_action

NAME_LETTERS_MAX = 100
DESCRIPTION_LETTERS_MAX = 500
CODE_LETTERS_MAX = 60
ACCOUNTS_MAX = 20


@speaks_for("ledger_journaltemplate_name_key", "ledger_journaltemplate_code_key")
class TemplateNameTaken(Conflict):
    """Not saved. There is a template of this name already; choose another name."""


class TemplateIsTheProducts(DomainError):
    """Not saved. The product books by {template} itself, so it stays switched on and keeps its rule about
    approval; name, description and accounts can change."""


@dataclass(frozen=True, kw_only=True)
class TemplateSettings:
    """All that can be set of a template; accounts by their numbers."""

    name: str
    type: EntryType
    description: str
    is_active: bool = True
    debit_accounts: Sequence[str] = ()
    credit_accounts: Sequence[str] = ()
    auto_post: bool = False
    requires_approval: bool = True


@ledger_action
def create_template(actor: Actor, settings: TemplateSettings) -> JournalTemplate:
    """The new template; its code is made from its name and stays.

    *Raises*: Forbidden, TemplateNameTaken, UnknownAccount, AccountInactive, InvalidInput.
    """
    actor.require(Permission.LEDGER_SET_UP)
    fields = _checked(settings)
    _refuse_reversal_by_hand(settings.type)
    return JournalTemplate.objects.create(code=_free_code(settings.name), **fields)


@ledger_action
def change_template(actor: Actor, code: str, settings: TemplateSettings, *, version: int) -> JournalTemplate:
    """The changed template; journals written by it stay as they are.

    *Raises*: Forbidden, NotFound, StaleVersion, TemplateIsTheProducts and as `create_template`.
    """
    actor.require(Permission.LEDGER_SET_UP)
    template = JournalTemplate.objects.select_for_update().filter(code=code).first()
    if template is None:
        raise NotFound()
    if template.version != version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {template.version}")
    fields = _checked(settings, known=[*template.debit_accounts, *template.credit_accounts])
    _refuse_to_break_events(template, fields)
    if settings.type != template.type:
        _refuse_reversal_by_hand(settings.type)
    JournalTemplate.objects.filter(id=template.id).update(**fields, version=version + 1)
    return JournalTemplate.objects.get(id=template.id)


def _checked(settings: TemplateSettings, *, known: Sequence[str] = ()) -> dict[str, object]:
    name = plain_text(settings.name, letters_max=NAME_LETTERS_MAX)
    description = plain_text(settings.description, letters_max=DESCRIPTION_LETTERS_MAX)
    if not name:
        raise InvalidInput("name", "Not saved. Give the template a name.")
    if not description:
        raise InvalidInput("description", "Not saved. Say what the template is for.")
    for field in ("debit_accounts", "credit_accounts"):
        _check_accounts(field, getattr(settings, field), known)
    return {
        "name": name,
        "description": description,
        "type": settings.type,
        "is_active": settings.is_active,
        "debit_accounts": list(settings.debit_accounts),
        "credit_accounts": list(settings.credit_accounts),
        "auto_post": settings.auto_post,
        "requires_approval": settings.requires_approval,
    }


def _check_accounts(field: str, numbers: Sequence[str], known: Sequence[str]) -> None:
    """An account that was switched off later may stay in a template; a new one must be in use."""
    if len(numbers) > ACCOUNTS_MAX or len(set(numbers)) < len(numbers):
        raise InvalidInput(field, f"Not saved. Name each account once, at most {ACCOUNTS_MAX}.")
    active = dict(GLAccount.objects.filter(number__in=numbers).values_list("number", "is_active"))
    for number in numbers:
        if number not in active:
            raise UnknownAccount(account=number, field=field)
        if not active[number] and number not in known:
            raise AccountInactive(account=number, field=field)


def _refuse_reversal_by_hand(type_: EntryType) -> None:
    """A reversal mirrors a posted journal, so no template of ours can write one."""
    if type_ is EntryType.REVERSAL:
        raise InvalidInput(
            "type", "Not saved. Reversals are made from a posted journal; choose another type."
        )


def _refuse_to_break_events(template: JournalTemplate, fields: dict[str, object]) -> None:
    if template.code not in TEMPLATES_OF_THE_PRODUCT:
        return
    if fields["requires_approval"] != template.requires_approval or not fields["is_active"]:
        raise TemplateIsTheProducts(template=template.name)


def _free_code(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
    wanted = words[: CODE_LETTERS_MAX - 4] or "template"
    taken = set(JournalTemplate.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    return next(code for n in range(1, 1000) if (code := wanted if n == 1 else f"{wanted}-{n}") not in taken)


__all__ = [
    "TemplateIsTheProducts",
    "TemplateNameTaken",
    "TemplateSettings",
    "change_template",
    "create_template",
]
