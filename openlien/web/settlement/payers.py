"""With whom: the list of insurers, administrators and opposing law firms that both panels choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.firm_contacts import NAME_LETTERS_MAX, record_firm
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.settlement.queries.counterparties import Counterparty, counterparties
from openlien.settlement.queries.people import opposing_firm, opposing_firms

from .place import uuid_or_none

NOBODY, OTHER = "", "other"
KINDS = {"tpa": "Third-party administrator", "law_firm": "Law firm"}


@dataclass(frozen=True, slots=True)
class PayerRow:
    """One choice: what the form sends for it, and who it is."""

    key: str
    who: Counterparty

    @property
    def kind(self) -> str:
        """What it is where it is no insurer."""
        return KINDS.get(self.who.kind, "")


def payer_key(coverage_id: UUID | None, party_id: UUID | None) -> str:
    """What a form sends for that policy and company; blank for nobody."""
    return f"{coverage_id or ''}:{party_id}" if party_id else NOBODY


def payer_rows(
    actor: Actor, case_number: str, named: Iterable[Counterparty], own: PayerRow | None = None
) -> list[PayerRow]:
    """The rows of the list: the coverage of the case, the law firms named so far, and the row's own payer."""
    rows = {row.key: PayerRow(row.key, row) for row in counterparties(actor, case_number)}
    for who in named:
        if who.kind == "law_firm":
            rows.setdefault(who.key, PayerRow(who.key, who))
    if own is not None and own.key:
        # A policy that left the case file stays the row's own choice, as it was known then.
        rows.setdefault(own.key, own)
    return list(rows.values())


def payer_lines(who: Counterparty) -> list[str]:
    """The details below a name: policy, whose it is, claim, and whom to call."""
    limits = f"limits {who.limits}" if who.limits else ""
    insured = f"insured {who.insured}" if who.insured and who.insured != who.covers else ""
    claim = f"claim {who.claim_number}" if who.claim_number else ""
    policy = [KINDS.get(who.kind, ""), who.insurance_type, limits]
    covered = f"covers {who.covers}" if who.covers else ""
    whose = [covered, insured, claim]
    contact = [who.contact, who.phone]
    return [" · ".join(filter(None, line)) for line in (policy, whose, contact) if any(line)]


class PayerFields(forms.Form):
    """The fields of the list; `named_payer` is what was chosen."""

    payer = forms.CharField(required=False, max_length=80)
    other_firm = forms.CharField(required=False, max_length=40)
    other_firm_text = forms.CharField(required=False, max_length=NAME_LETTERS_MAX)
    new_firm = forms.BooleanField(
        label="It is not in the list: add it as a new law firm",
        required=False,
        help_text="With what is typed above as its name; phone and attorney are added on its page",
    )

    actor: Actor
    case_number: str
    payers: list[PayerRow]

    def clean(self) -> dict[str, Any]:
        """The fields, with what was chosen as ids of policy and company."""
        given = super().clean() or {}
        key = given.get("payer", "")
        if key == OTHER:
            self.payer_ids = (None, self._firm(given))
        elif key and key not in {row.key for row in self.payers}:
            self.add_error("payer", "Choose one of the rows.")
        else:
            coverage, _, party = key.partition(":")
            self.payer_ids = (uuid_or_none(coverage), uuid_or_none(party))
        return given

    payer_ids: tuple[UUID | None, UUID | None] = (None, None)
    firm_to_add = ""

    @property
    def may_add_firm(self) -> bool:
        """Whether the reader may add a law firm here."""
        return self.actor.may(Permission.FIRMS_VIEW) and self.actor.may(Permission.CASES_EDIT)

    def named_payer(self) -> tuple[UUID | None, UUID | None]:
        """The ids of policy and company that were chosen; a firm that is to be added is added now.

        *Raises*: Forbidden, FirmKnown, FirmNameMissing, TextNotPlain.
        """
        if self.firm_to_add:
            return None, record_firm(self.actor, name=self.firm_to_add, contacts={})
        return self.payer_ids

    def _firm(self, given: dict[str, Any]) -> UUID | None:
        """The firm that was picked; without JavaScript only its name arrives, and one firm has to fit it."""
        picked, words = uuid_or_none(given.get("other_firm", "")), given.get("other_firm_text", "").strip()
        if picked is None and words:
            fitting = opposing_firms(self.actor, self.case_number, words, limit=2)
            exact = [firm for firm in fitting if firm[1].casefold() == words.casefold()]
            if given.get("new_firm") and self.may_add_firm and not exact:
                self.firm_to_add = words
                return None
            picked = (exact or fitting)[0][0] if len(exact or fitting) == 1 else None
        try:
            return (
                UUID(opposing_firm(self.actor, self.case_number, picked).party_id) if picked else self._no()
            )
        except NotFound:
            return self._no()

    def _no(self) -> None:
        or_new = ", or tick that it is new" if self.may_add_firm else ""
        self.add_error("other_firm_text", f"Type the name of a law firm and choose it from the list{or_new}.")
