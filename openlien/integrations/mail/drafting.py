"""A mail before anybody sends it: the template filled, and whom it would go to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.negotiation.rounds.queries import read_round
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.tables import read_settlement

from .codes import NEGOTIATION, SETTLEMENT, merged, names_in
from .contacts import addressee_of, addressees, case_to_write_about
from .errors import TemplateNotForThis
from .template_queries import TemplateText, mail_templates, note_templates
from .values import About, values_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A filled template; blank without one. `to` is whom it would go to first."""

    template_id: UUID | None
    to: tuple[str, ...]
    subject: str
    body: str


def draft_mail(
    actor: Actor,
    case_number: str,
    about: About,
    *,
    company: str,
    today: date,
    template_id: UUID | None = None,
) -> Draft:
    """The mail as the template says it, the first of the kind where none is named.

    *Raises*: Forbidden, NotFound, TemplateNotForThis.
    """
    case_to_write_about(actor, case_number)
    values = values_of(actor, case_number, about, company=company, today=today)
    template = _chosen(mail_templates(actor, about.kind), template_id)
    to = _first_addressee(actor, case_number, about)
    if template is None:
        return Draft(None, to, "", "")
    subject = " ".join(merged(template.subject, values).split())
    return Draft(template.id, to, subject, merged(template.body, values))


def filled_note(
    actor: Actor, case_number: str, about: About, template_id: UUID, *, company: str, today: date
) -> str:
    """The wording of a note template; what a round that is not saved yet would say stays blank.

    *Raises*: Forbidden, NotFound, TemplateNotForThis.
    """
    template = _chosen(note_templates(actor, about.kind), template_id)
    known = About() if about.id is None else about
    values = values_of(actor, case_number, known, company=company, today=today)
    not_known_yet = dict.fromkeys(names_in(template.body) if template else (), "…")
    return merged(template.body, not_known_yet | values) if template else ""


def _chosen(offered: list[TemplateText], template_id: UUID | None) -> TemplateText | None:
    if template_id is None:
        return offered[0] if offered else None
    for template in offered:
        if template.id == template_id:
            return template
    raise TemplateNotForThis()


def _first_addressee(actor: Actor, case_number: str, about: About) -> tuple[str, ...]:
    who = _other_side(actor, about)
    if who is None:
        found = next(iter(addressees(actor, case_number)), None)
    else:
        found = addressee_of(actor, case_number, who.coverage_id, who.party_id)
    return (found.address,) if found else ()


def _other_side(actor: Actor, about: About) -> Counterparty | None:
    if about.id is None:
        return None
    if about.kind == NEGOTIATION:
        return Counterparty.from_json(read_round(actor, about.id).counterparty)
    assert about.kind == SETTLEMENT
    return Counterparty.from_json(read_settlement(actor, about.id).counterparty)
