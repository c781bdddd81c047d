"""What axe finds on a page: on a desktop in light and in dark, and on a phone.

Contrast is by far the dearest of axe's rules. It is asked of one row of those that look alike, because equal
markup in equal surroundings has equal colors; every other rule is asked of the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE

# Two rows look alike when tags, classes and what else a style may ask for are the same, in the same lists,
# both in an even or odd place, with words in the same places. Values with a figure only name things.
ROWS_SEEN_BEFORE = """
() => {
    const attribute = ({ name, value }) =>
        name === "class" || name === "style" || !/[0-9]/.test(value) ? `${name}=${value}` : name;
    const look = (part) => {
        const says = [...part.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
        const named = ["href", "title", "aria-label", "value", "name", "id"];
        const shown = [...part.attributes].filter((each) => !named.includes(each.name));
        return [part.tagName, says, ...shown.map(attribute)].join(" ");
    };
    const around = ({ parentElement: list }) => (list ? `${around(list)}/${look(list)}` : "");
    const place = (row) => [...row.parentElement.children].indexOf(row) % 2;
    const inside = (row) => [row, ...row.querySelectorAll("*")].map(look);
    const seen = new Set();
    return [...document.querySelectorAll("tbody > tr, li")].filter((row) => {
        const key = [around(row), place(row), ...inside(row)].join("|");
        return seen.size === seen.add(key).size;
    });
}
"""
ALL_BUT_COLORS = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
COLORS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
OF_THE_PAGE = "asked => axe.run(asked).then(found => found.violations)"
OF_DIFFERENT_ROWS = f"""
asked => {{
    const rows = ({ROWS_SEEN_BEFORE})();
    const where = rows.length ? {{ include: [document], exclude: rows }} : document;
    return axe.run(where, asked).then(found => found.violations);
}}
"""


def findings(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong with the pages at these addresses, each of which is opened once."""
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate(AXE_SCRIPT)
        found += _violations(page, path, OF_THE_PAGE, ALL_BUT_COLORS)
        found += _violations(page, f"{path} in light", OF_DIFFERENT_ROWS, COLORS)
        page.emulate_media(color_scheme="dark")
        found += _violations(page, f"{path} in dark", OF_DIFFERENT_ROWS, COLORS)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        found += _violations(page, f"{path} on a phone", OF_THE_PAGE, ALL_BUT_COLORS)
        found += _violations(page, f"{path} on a phone", OF_DIFFERENT_ROWS, COLORS)
        page.set_viewport_size(DESKTOP)
    return found


def _violations(page: Page, place: str, question: str, asked: dict[str, object]) -> list[str]:
    return [
        f"{place}: {violation['id']} {[node['target'] for node in violation['nodes']][:3]}"
        for violation in page.evaluate(question, asked)
    ]
