"""Everybody the demo's cases refer to: firms, facilities, insurers and their people; and the prices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from openlien.cases.models import Party

from .chance import Dice
from .contacts import Contact, company_contacts, person_contacts
from .vocabulary import companies
from .vocabulary.companies import FirmKind
from .vocabulary.people import FIRST_NAMES, SURNAMES
from .vocabulary.places import STATES
from .vocabulary.services import SERVICES, Service, price_cents

# Weight of the firm in place n is 1 / (n + 1) ** this: two or three large firms and a long tail.
LONG_TAIL = 0.92
HOME_STATE_SHARE = 0.88


@dataclass(eq=False)
class Entry:
    """A party of the directory; the loader gives it its id."""

    kind: str
    name: str
    state: str = ""
    belongs_to: Entry | None = None
    contacts: tuple[Contact, ...] = ()
    id: str = ""


@dataclass(eq=False)
class Group(Entry):
    """A provider group. *Units*: `advanced_share` in percent of its bills."""

    short_name: str = ""
    advanced_share: int = 0


@dataclass(eq=False)
class Facility(Entry):
    """A place of treatment."""

    group: Group = field(default_factory=lambda: Group("", ""))
    in_network: bool = True


@dataclass(eq=False)
class Firm(Entry):
    """A law firm, how it works, and who works there."""

    way: FirmKind = companies.SOLID
    attorneys: list[Entry] = field(default_factory=list)


@dataclass(eq=False)
class Insurer(Entry):
    """An insurer and its adjusters."""

    adjusters: list[Entry] = field(default_factory=list)


class Directory:
    """The parties and prices of one portfolio, the same for the same seed and years."""

    def __init__(self, seed: int, *, first_year: int, last_year: int) -> None:
        dice = Dice.of(seed, "directory")
        self.first_year, self.last_year = first_year, last_year
        self.groups = [_group(dice, *row) for row in companies.GROUPS]
        self.facilities = self._make_facilities(dice)
        self.facilities_for = self._by_need()
        self.firms = [_firm(dice, *row) for row in companies.FIRMS]
        self.firm_weights = list(accumulate((n + 1) ** -LONG_TAIL for n in range(len(self.firms))))
        self.insurers = [_insurer(dice, name) for name in companies.INSURERS]
        self.administrators = [_company(dice, Party.Kind.TPA, name) for name in companies.ADMINISTRATORS]
        self.lienors = [_company(dice, Party.Kind.LIENOR, name) for name, *_ in companies.LIENORS]
        self._prices = {
            (service.code, year): price_cents(service, year=year, first_year=first_year)
            for service in SERVICES
            for year in self.years
        }

    @property
    def years(self) -> range:
        """The years that have a version of the fee schedule."""
        return range(self.first_year, self.last_year + 1)

    def price(self, service: Service, on: date) -> int:
        """The retail price of one unit on that day, in cents; the last version stands for days ahead."""
        return self._prices[service.code, min(on.year, self.last_year)]

    def entries(self) -> list[Entry]:
        """Every party, each after the one it belongs to."""
        attorneys = [attorney for firm in self.firms for attorney in firm.attorneys]
        adjusters = [adjuster for insurer in self.insurers for adjuster in insurer.adjusters]
        owners = [*self.groups, *self.firms, *self.insurers, *self.administrators, *self.lienors]
        return [*owners, *self.facilities, *attorneys, *adjusters]

    def pick_firm(self, dice: Dice) -> Firm:
        """A law firm, the large ones more often."""
        return dice.choices(self.firms, cum_weights=self.firm_weights)[0]

    def pick_state(self, dice: Dice, firm: Firm) -> str:
        """The state of an accident: mostly the firm's own."""
        if dice.happens(HOME_STATE_SHARE):
            return firm.state
        return dice.pick(STATES, [state.weight for state in STATES]).code

    def _make_facilities(self, dice: Dice) -> list[Facility]:
        groups = {group.name: group for group in self.groups}
        return [
            Facility(
                Party.Kind.FACILITY,
                name,
                state,
                belongs_to=groups[group],
                contacts=company_contacts(dice, name, state),
                group=groups[group],
                in_network=in_network,
            )
            for name, group, state, _, in_network in companies.FACILITIES
        ]

    def _by_need(self) -> dict[tuple[str, str], list[Facility]]:
        found = defaultdict(list)
        for facility, (*_, need, _in_network) in zip(self.facilities, companies.FACILITIES, strict=True):
            found[facility.state, need].append(facility)
        return found


def person_name(dice: Dice, gender: str) -> str:
    """The full name of an invented person."""
    return f"{dice.pick(FIRST_NAMES[gender])} {dice.pick(SURNAMES)}"


def _group(dice: Dice, name: str, short_name: str, advanced_share: int) -> Group:
    return Group(
        Party.Kind.PROVIDER_GROUP,
        name,
        contacts=company_contacts(dice, name, dice.pick(STATES).code),
        short_name=short_name,
        advanced_share=advanced_share,
    )


def _firm(dice: Dice, name: str, state: str, way: FirmKind, lawyers: int) -> Firm:
    firm = Firm(Party.Kind.LAW_FIRM, name, state, contacts=company_contacts(dice, name, state), way=way)
    firm.attorneys = [_member(dice, Party.Kind.ATTORNEY, firm, state) for _ in range(lawyers)]
    return firm


def _insurer(dice: Dice, name: str) -> Insurer:
    state = dice.pick(STATES).code
    insurer = Insurer(Party.Kind.INSURER, name, contacts=company_contacts(dice, name, state))
    adjusters = range(companies.ADJUSTERS_AN_INSURER)
    insurer.adjusters = [_member(dice, Party.Kind.ADJUSTER, insurer, state) for _ in adjusters]
    return insurer


def _member(dice: Dice, kind: str, owner: Entry, state: str) -> Entry:
    name = person_name(dice, dice.pick(tuple(FIRST_NAMES), (48, 48, 4)))
    contacts = person_contacts(dice, name, state, works_at=owner.name)
    return Entry(kind, name, state, belongs_to=owner, contacts=contacts)


def _company(dice: Dice, kind: str, name: str) -> Entry:
    return Entry(kind, name, contacts=company_contacts(dice, name, dice.pick(STATES).code))
