"""What is written from the code says what the code says."""

from __future__ import annotations

import pytest

from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role, roles_allowing
from openlien.project import docs
from openlien.project.demo import demo_sign_ins
from openlien.project.environment import REPOSITORY

from .pages import name_of


def test_every_generated_block_is_current() -> None:
    stale = [name_of(page) for page, text in docs.current_pages().items() if page.read_text() != text]
    assert stale == [], "run: python -m openlien.project.docs"


def test_the_matrix_has_one_tick_for_each_permission_of_each_role() -> None:
    table = "\n".join(docs.role_matrix())
    assert table.count("✓") == sum(len(held) for held in ROLE_PERMISSIONS.values())
    assert all(role.value in table for role in Role)
    assert all(permission.value in table for permission in Permission)


def test_a_block_is_replaced_and_the_rest_of_the_page_stays() -> None:
    page = f"before\n{docs.BEGIN.format(name='x')}\nold\n{docs.END.format(name='x')}\nafter\n"
    written = docs.with_block(page, "x", "new \\1")
    assert "old" not in written
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert docs.with_block(written, "x", "new \\1") == written


@pytest.mark.parametrize("page", ["no marks", docs.BEGIN.format(name="x"), docs.END.format(name="x")])
def test_a_page_that_lost_its_marks_is_refused(page: str) -> None:
    with pytest.raises(docs.NoBlock):
        docs.with_block(page, "x", "new")


def test_every_operation_names_its_permission() -> None:
    lines = list(docs.operations())[2:]
    assert any("`GET /api/receivables/summary`" in line for line in lines)
    assert all(line.endswith(tuple(f"`{each.name.lower()}` |" for each in Permission)) for line in lines)


@pytest.mark.parametrize(
    ("page", "heading", "permission"),
    [
        ("cases.md", "## Change the stage", Permission.CASES_EDIT),
        ("cases.md", "## Record a payment", Permission.PAYMENTS_RECORD),
        ("cases.md", "## Reduce or write off", Permission.ADJUSTMENTS_RECORD),
        ("import.md", "# Importing", Permission.IMPORTS_RUN),
    ],
)
def test_the_guide_names_the_roles_that_may(page: str, heading: str, permission: Permission) -> None:
    section = (REPOSITORY / "docs" / "guide" / page).read_text().split(f"{heading}\n\n")[1]
    sentence = section.split(".")[0].replace("\n", " ")
    assert sentence.startswith("For ")
    assert [role for role in Role if role.value in sentence] == roles_allowing(permission)


def test_the_readme_lists_every_sign_in_of_the_demo() -> None:
    readme = (REPOSITORY / "README.md").read_text()
    missing = [
        person.email
        for person in demo_sign_ins()
        if f"| {person.role.value} | {person.email} |" not in readme or person.password not in readme
    ]
    assert missing == []
