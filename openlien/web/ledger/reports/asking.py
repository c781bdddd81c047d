"""What a reader asks of a report, read from and written into addresses: days, a period, choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from openlien.accounting.reports import Asked, Days, Definition
from openlien.kit.dates import DateError, month_end, month_start, parse_user_date
from openlien.kit.errors import DomainError
from openlien.web import business_time

TYPED_MAX = 60


@dataclass(frozen=True)
class Question:
    """A report with what was asked of it; `typed` is each field as it stood, `wrong` what cannot be read.

    `area` names the addresses that the report stands under, such as `ledger`.
    """

    definition: Definition
    today: date
    asked: Asked | None
    typed: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    area: str = "ledger"

    @property
    def home(self) -> str:
        """The address of this report with nothing asked."""
        return reverse(f"{self.area}:report", args=[self.definition.slug])

    @property
    def fields(self) -> list[dict[str, object]]:
        """The day fields of the form: name, label, value, error."""
        names = {
            Days.AS_OF: (("asOf", "As of"),),
            Days.MONTH: (("from", "From"), ("to", "To")),
            Days.YEAR: (("from", "From"), ("to", "To")),
            Days.NOW: (),
        }[self.definition.days]
        return [
            {"name": name, "label": label, "value": self._shown(name), "error": self.wrong.get(name)}
            for name, label in names
        ]

    @property
    def pickers(self) -> list[dict[str, object]]:
        """The other fields: name, label, options, value, error."""
        return [
            {
                "name": choice.name,
                "label": choice.label,
                "options": list(choice.options),
                "value": self.typed.get(choice.name) or choice.default,
                "error": self.wrong.get(choice.name),
            }
            for choice in self.definition.choices
        ]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What was chosen, in words."""
        assert self.asked is not None
        return [
            (choice.label, choice.label_of(self.asked.choices[choice.name]))
            for choice in self.definition.choices
            if self.asked.choices[choice.name]
        ]

    def query(self, **changes: object) -> dict[str, str]:
        """The question as the query of an address; what is the default goes without saying."""
        words = {**self._days(), **self._choices(), **changes}
        return {name: str(value) for name, value in words.items() if value not in (None, "")}

    def here(self, **changes: object) -> str:
        """The address of this report with the question and the changes."""
        return with_query(self.home, self.query(**changes))

    def file(self, form: str) -> str:
        """The address of the same table as a file."""
        address = reverse(f"{self.area}:report_file", args=[self.definition.slug, form])
        return with_query(address, self.query())

    def shortcuts(self) -> list[dict[str, object]]:
        """Days and periods that are asked for most, as links."""
        return [
            {"label": label, "href": self.here(**days), "current": days == self._days()}
            for label, days in _shortcuts(self.definition.days, self.today)
        ]

    def _days(self) -> dict[str, str]:
        if self.asked is None or self.definition.days is Days.NOW:
            return {}
        last = self.asked.as_of.isoformat()
        if self.asked.since is None:
            return {"asOf": last}
        return {"from": self.asked.since.isoformat(), "to": last}

    def _choices(self) -> dict[str, str]:
        if self.asked is None:
            return {}
        return {
            choice.name: self.asked.choices[choice.name]
            for choice in self.definition.choices
            if self.asked.choices[choice.name] != choice.default
        }

    def _shown(self, name: str) -> str:
        """The day as it was typed when it is wrong; else as people write it."""
        if self.asked is None:
            return self.typed.get(name, "")
        day = self.asked.since if name == "from" else self.asked.as_of
        return f"{day:%m/%d/%Y}" if day else ""


def read_question(request: HttpRequest, definition: Definition, *, area: str = "ledger") -> Question:
    """Return what the address asks; `asked` is None when a field cannot be read."""
    today = business_time.today()
    names = ["asOf", "from", "to", *(choice.name for choice in definition.choices)]
    typed = {name: _plain(request.GET.get(name, "")) for name in names}
    wrong: dict[str, str] = {}
    days = {name: _day(typed[name], name, today, wrong) for name in names[:3]}
    if wrong:
        return Question(definition, today, None, typed, wrong, area)
    last = days["to"] if definition.days.is_period else days["asOf"]
    try:
        asked = definition.asked(today=today, as_of=last, since=days["from"], choices=typed)
    except DomainError as error:
        return Question(definition, today, None, typed, {_field(error, definition): error.sentence}, area)
    return Question(definition, today, asked, typed, area=area)


def with_query(address: str, query: dict[str, str]) -> str:
    """Return the address with its query, if there is one."""
    return f"{address}?{urlencode(query)}" if query else address


def _field(error: DomainError, definition: Definition) -> str:
    """The field a broken rule is about, by the label in its sentence."""
    label = str(error.fields.get("label", "")).lower()
    return next((choice.name for choice in definition.choices if choice.label.lower() == label), "to")


def _day(text: str, name: str, today: date, wrong: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return parse_user_date(text, today=today)
    except DateError as error:
        wrong[name] = error.sentence
        return None


def _plain(text: str) -> str:
    # Sentences repeat what was typed: control signs and pages of text have no place in them.
    return "".join(letter for letter in text.strip() if letter.isprintable())[:TYPED_MAX]


def _shortcuts(days: Days, today: date) -> list[tuple[str, dict[str, str]]]:
    last_month_end = month_start(today) - timedelta(days=1)
    last_year = today.year - 1
    ends = [("Today", today), ("Last month end", last_month_end), ("Last year end", date(last_year, 12, 31))]
    if days is Days.AS_OF:
        return [(label, {"asOf": day.isoformat()}) for label, day in ends]
    periods = [
        ("This month", month_start(today), today),
        ("Last month", month_start(last_month_end), month_end(last_month_end)),
        ("This year", date(today.year, 1, 1), today),
        ("Last year", date(last_year, 1, 1), date(last_year, 12, 31)),
    ]
    if days.is_period:
        return [
            (label, {"from": first.isoformat(), "to": last.isoformat()}) for label, first, last in periods
        ]
    return []
