"""The template editor as it was typed, and the worked example beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, allocate
from openlien.ledger.actions.templates import TemplateSettings
from openlien.ledger.queries.templates import ShownTemplate
from openlien.ledger.vocabulary import EntryType

from ...jinja import money

EXAMPLE = Money("1000.00")
BLANK_ROWS = 2


@dataclass(frozen=True, slots=True)
class TypedTemplate:
    """The editor's fields; accounts as they were typed, "1000" or "1000 Cash - operating"."""

    name: str = ""
    type: str = EntryType.CHARGE.value
    description: str = ""
    is_active: bool = True
    debit_accounts: tuple[str, ...] = ()
    credit_accounts: tuple[str, ...] = ()
    auto_post: bool = False
    requires_approval: bool = True
    version: str = ""

    @property
    def debits(self) -> list[str]:
        """The numbers of the accounts to debit."""
        return _numbers(self.debit_accounts)

    @property
    def credits(self) -> list[str]:
        """The numbers of the accounts to credit."""
        return _numbers(self.credit_accounts)

    def rows(self, side: str) -> tuple[str, ...]:
        """The accounts of a side with room for more."""
        typed: tuple[str, ...] = getattr(self, f"{side}_accounts")
        return (*(text for text in typed if text.strip()), *("",) * BLANK_ROWS)

    def settings(self) -> TemplateSettings:
        """The settings that the ledger takes.

        *Raises*: InvalidInput for a type that is none.
        """
        try:
            type_ = EntryType(self.type)
        except ValueError:
            raise InvalidInput("type", "Not saved. Choose one of the types.") from None
        return TemplateSettings(
            name=self.name,
            type=type_,
            description=self.description,
            is_active=self.is_active,
            debit_accounts=self.debits,
            credit_accounts=self.credits,
            auto_post=self.auto_post,
            requires_approval=self.requires_approval,
        )


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One line of the worked example."""

    account: str
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class Example:
    """An entry of 1,000.00 by the template, and what becomes of it once it is submitted."""

    title: str
    lines: tuple[ExampleLine, ...]
    note: str
    course: tuple[str, ...]


def read_template_form(posted: QueryDict) -> TypedTemplate:
    """The editor as it was sent."""
    text = {
        name: posted.get(name, "").replace("\x00", "") for name in ("name", "type", "description", "version")
    }
    sides = {
        f"{side}_accounts": tuple(value.replace("\x00", "") for value in posted.getlist(f"{side}_account"))
        for side in ("debit", "credit")
    }
    ticked = {name: name in posted for name in ("is_active", "auto_post", "requires_approval")}
    return TypedTemplate(**text, **sides, **ticked)


def typed_of_template(template: ShownTemplate, labels: dict[str, str]) -> TypedTemplate:
    """The editor as it shows a template."""
    return TypedTemplate(
        name=template.name,
        type=template.type.value,
        description=template.description,
        is_active=template.is_active,
        debit_accounts=tuple(labels.get(number, number) for number in template.debit_accounts),
        credit_accounts=tuple(labels.get(number, number) for number in template.credit_accounts),
        auto_post=template.auto_post,
        requires_approval=template.requires_approval,
        version=str(template.version),
    )


def example_of(typed: TypedTemplate, labels: dict[str, str], *, threshold: Money) -> Example:
    """The worked example: each side's accounts share 1,000.00 equally; only a real entry knows how."""
    debits, credits = typed.debits, typed.credits
    lines = [
        *(ExampleLine(_label(n, labels), part, Money.zero) for n, part in _parts(debits)),
        *(ExampleLine(_label(n, labels), Money.zero, part) for n, part in _parts(credits)),
    ]
    if not debits or not credits:
        note = "Without accounts on both sides the writer chooses them freely."
    elif max(len(debits), len(credits)) > 1:
        note = "Where a side has several accounts, its writer divides the amount; here they share equally."
    else:
        note = ""
    title = f"{typed.name.strip() or 'New template'}, {money(EXAMPLE)}"
    return Example(title, tuple(lines), note, tuple(_course(typed, threshold)))


def _course(typed: TypedTemplate, threshold: Money) -> list[str]:
    if not typed.is_active:
        return ["Switched off: no new entry can be written by it."]
    if not typed.requires_approval:
        approval = "Submitted, it needs nobody's approval."
    elif threshold:
        approval = f"Submitted, it waits for somebody else's approval from {money(threshold)} on."
    else:
        approval = "Submitted, it waits for the approval of somebody else."
    posting = "It is then posted by itself." if typed.auto_post else "A third person then posts it."
    if not typed.requires_approval and not typed.auto_post:
        posting = "Somebody then posts it."
    return ["Written as a draft.", approval, posting]


def _parts(numbers: Sequence[str]) -> list[tuple[str, Money]]:
    return list(zip(numbers, allocate(EXAMPLE, [1] * len(numbers)), strict=True)) if numbers else []


def _label(number: str, labels: dict[str, str]) -> str:
    return labels.get(number, f"{number} (not in the chart)")


def _numbers(typed: Sequence[str]) -> list[str]:
    return [text.strip().partition(" ")[0].upper() for text in typed if text.strip()]
