"""Pages and actions that are no place of the main navigation, with the permission each takes."""

from __future__ import annotations

from collections.abc import Iterator

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..jinja import url
from ..shell import ACCOUNT_LINKS

Found = tuple[str, str, str]

ACTIONS = (
    ("My work: follow-ups due", "tasks:list", "bell", Permission.ACTIVITY_LOG),
    ("Law firms", "firms:list", "firms", Permission.FIRMS_VIEW),
    ("Offers of every case", "offers:list", "arrow-up-right", Permission.OFFERS_VIEW),
    ("Offers awaiting approval", "offers:queue", "check", Permission.OFFERS_APPROVE),
    ("E-mail and note templates", "mail:templates", "mail", Permission.TEMPLATES_EDIT),
    ("Outbox of e-mail", "mail:outbox", "mail", Permission.MAIL_OVERSEE),
    ("Export all cases as CSV", "cases:export_csv", "download", Permission.PORTFOLIO_EXPORT),
    ("Export all cases as spreadsheet", "cases:export_xlsx", "download", Permission.PORTFOLIO_EXPORT),
)

# Pages of no place in the navigation, for those who hold the permission.
REFERENCES = (
    ("Rules and settlement calculator", "rules:index", "formula", Permission.CALCULATE),
    ("Fee schedules: look up a retail price", "fees:list", "dollar", Permission.FEES_VIEW),
    ("Formulas", "formulas:index", "formula", None),
)


def actions_for(actor: Actor) -> Iterator[Found]:
    """What the actor can begin from anywhere: label, address, icon."""
    for label, name, symbol, permission in ACTIONS:
        if actor.may(permission):
            yield label, url(name), symbol


def other_places(actor: Actor) -> Iterator[Found]:
    """The reference pages and those of the account menu: label, address, icon."""
    for label, name, symbol, permission in REFERENCES:
        if permission is None or actor.may(permission):
            yield label, url(name), symbol
    for label, name, symbol in ACCOUNT_LINKS:
        yield label, url(name), symbol
