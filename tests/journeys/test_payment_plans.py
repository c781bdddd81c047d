"""A payment plan from the Payments tab to the report: made, paid in part, reminded of, followed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.pressing import press

from .new_cases import new_case


def test_a_plan_is_made_paid_reminded_of_and_reported(open_page: Callable[..., Page]) -> None:
    case = new_case(open_page("accounting_manager", "/"), "Ida Plank", [("900.00", "300.00")])
    page = open_page("customer_service", f"/cases/{case}/money")
    page.get_by_role("link", name="Make a payment plan").click()
    page.get_by_role("textbox", name="First instalment due").fill("t")
    page.get_by_role("button", name="Show instalments").click()
    expect(page.get_by_role("table", name="What the plan would be")).to_contain_text("300.00")
    page.get_by_role("button", name="Make payment plan").click()
    expect(page.locator("#toasts")).to_contain_text("Payment plan of $900.00 made")

    press(page, "p")
    page.locator("#payment-form [name=amount]").fill("350")
    page.get_by_role("button", name="Record payment").dblclick()
    plan = page.locator("#payment-plan")
    expect(plan).to_contain_text("1 of 3 instalments paid")
    expect(plan).to_contain_text("Partly paid")
    history = page.get_by_role("table", name=re.compile("^Payments, adjustments"))
    expect(history.get_by_role("row")).to_have_count(3)
    expect(history).to_contain_text("550.00")

    page.get_by_role("link", name="Send payment reminder").click()
    expect(page.get_by_text("Instalment 2 of 3 of the payment plan")).to_be_visible()
    page.get_by_label("Sent by").select_option("call")
    page.get_by_role("button", name="Note the reminder").click()
    expect(page.locator("#toasts")).to_contain_text("Payment reminder by call noted")

    manager = open_page("negotiations_manager", "/reports/")
    manager.get_by_role("link", name=re.compile("^Payment plan compliance")).click()
    row = manager.get_by_role("row", name=re.compile(case))
    expect(row).to_contain_text("350.00")
    row.get_by_role("link", name=case).click()
    expect(manager).to_have_url(re.compile(f"/cases/{case}/money$"))
