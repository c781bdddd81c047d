"""Ways to reach somebody, as links that a browser or a telephone understands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from openlien.cases.queries import Contact

ICONS = {"phone": "phone", "mobile": "phone", "fax": "fax", "email": "mail"}


def contact_links(contacts: Sequence[Contact]) -> list[dict[str, str]]:
    """The numbers and e-mail addresses as links with an icon and a name; the first of each kind."""
    links: dict[str, dict[str, str]] = {}
    for contact in contacts:
        if contact.kind in ICONS:
            links.setdefault(contact.kind, _link(contact))
    return list(links.values())


def reach_lines(whose: str, contacts: Sequence[Contact]) -> list[tuple[str, str]]:
    """Every number, e-mail address and place with its name: `Firm fax`."""
    return [(f"{whose} {contact.name.lower()}", contact.value) for contact in contacts]


def _link(contact: Contact) -> dict[str, str]:
    return {
        "icon": ICONS[contact.kind],
        "label": f"{contact.name} {contact.value}",
        "value": contact.value,
        "name": contact.name,
        "href": address_of(contact.kind, contact.value),
    }


def address_of(kind: str, value: str) -> str:
    """The link that a mail program or a telephone understands."""
    if kind == "email":
        return f"mailto:{quote(value, safe='@.+-_')}"
    return f"tel:{re.sub(r'[^0-9+]', '', value)}"
