"""With whom a case is negotiated and settled: insurers, administrators as rows of their own, law firms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from openlien.cases.models import Case, ContactPoint, Coverage, Party
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money

from ..errors import UnknownChoice
from ..reach import case_within

_PHONES = (ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE)


@dataclass(frozen=True, slots=True)
class Counterparty:
    """One row of the list; what concerns insurance is blank for a law firm.

    `covers` is the plaintiff whose policy it is, or the insured defendant. `contact` is the adjuster or
    attorney; the phone is theirs, else the company's.
    """

    party_id: str
    coverage_id: str
    name: str
    kind: str
    insurance_type: str = ""
    limits: str = ""
    covers: str = ""
    plaintiff_id: str = ""
    insured: str = ""
    claim_number: str = ""
    contact: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        """What a form sends for this row."""
        return f"{self.coverage_id}:{self.party_id}"

    def as_json(self) -> dict[str, str]:
        """The snapshot that a settlement keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Counterparty:
        """The snapshot that a settlement kept; blank where it kept none."""
        return cls(**{each.name: kept.get(each.name, "") for each in fields(cls)})


def counterparties(actor: Actor, case_number: str) -> list[Counterparty]:
    """The rows of "Negotiating with" and "Settlement with": insurers, administrators, law firms.

    *Raises*: Forbidden, NotFound.
    """
    return counterparties_of(case_within(actor, case_number, Permission.SETTLEMENTS_VIEW))


def counterparties_of(case: Case) -> list[Counterparty]:
    """The rows of a case that was read already: each insurer, and its administrator as a row of its own.

    The case knows no opposing law firm; one is chosen by its party, see `chosen_counterparty`.
    """
    found = (
        Coverage.objects.filter(case_id=case.id)
        .select_related("insurer", "adjuster", "administrator", "plaintiff__party")
        .order_by("id")
    )
    coverages = list(found)
    phones = _phones(_people(coverages))
    rows: list[Counterparty] = []
    for coverage in coverages:
        rows.append(_row(coverage, coverage.insurer, phones, kind="insurer"))
        if coverage.administrator is not None:
            rows.append(_row(coverage, coverage.administrator, phones, kind="tpa"))
    return _without_duplicates(rows)


def chosen_counterparty(
    case: Case, *, coverage_id: UUID | None, party_id: UUID | None
) -> Counterparty | None:
    """The row that a person chose; any law firm or insurer may be named by its party. None for no choice.

    *Raises*: UnknownChoice.
    """
    if coverage_id is None and party_id is None:
        return None
    for row in counterparties_of(case):
        if row.coverage_id == str(coverage_id or "") and party_id in (None, UUID(row.party_id)):
            return row
    party = None if coverage_id else Party.objects.filter(id=party_id, kind__in=_OUTSIDE).first()
    if party is None:
        raise UnknownChoice("counterparty")
    phones = _phones([party.id])
    attorney = Party.objects.filter(kind=Party.Kind.ATTORNEY, belongs_to=party).order_by("id").first()
    return Counterparty(
        party_id=str(party.id),
        coverage_id="",
        name=party.name,
        kind=party.kind,
        contact=attorney.name if attorney else "",
        phone=phones.get(party.id, ""),
    )


_OUTSIDE = (Party.Kind.LAW_FIRM, Party.Kind.INSURER, Party.Kind.TPA)


def _row(coverage: Coverage, party: Party, phones: Mapping[UUID, str], *, kind: str) -> Counterparty:
    adjuster, plaintiff = coverage.adjuster, coverage.plaintiff
    return Counterparty(
        party_id=str(party.id),
        coverage_id=str(coverage.id),
        name=party.name,
        kind=kind,
        insurance_type=coverage.get_kind_display(),
        limits=_limits(coverage),
        covers=plaintiff.party.name if plaintiff else coverage.insured_name,
        plaintiff_id=str(plaintiff.id) if plaintiff else "",
        insured=coverage.insured_name,
        claim_number=coverage.claim_number,
        contact=adjuster.name if adjuster else "",
        phone=(phones.get(adjuster.id, "") if adjuster else "") or phones.get(party.id, ""),
    )


def _limits(coverage: Coverage) -> str:
    stated = (coverage.limit_per_person, coverage.limit_per_accident)
    return " / ".join(_shown(limit) for limit in stated if limit is not None)


def _shown(limit: Money) -> str:
    return f"{limit.amount:,}".removesuffix(".00")


def _people(coverages: Iterable[Coverage]) -> list[UUID]:
    ids = {each.insurer_id for each in coverages}
    ids |= {each.adjuster_id for each in coverages if each.adjuster_id}
    return list(ids | {each.administrator_id for each in coverages if each.administrator_id})


def _phones(party_ids: list[UUID]) -> dict[UUID, str]:
    """The primary phone of each party, else the first that was entered."""
    points = ContactPoint.objects.filter(party_id__in=party_ids, kind__in=_PHONES)
    phones: dict[UUID, str] = {}
    for point in points.order_by("-is_primary", "id"):
        phones.setdefault(point.party_id, point.value)
    return phones


def _without_duplicates(rows: list[Counterparty]) -> list[Counterparty]:
    """One row a record: the same company, policy kind, insured and claim listed twice is one."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in rows:
        same = (row.party_id, row.insurance_type, row.limits, row.covers, row.insured, row.claim_number)
        if same not in seen:
            seen.add(same)
            kept.append(row)
    return kept
