"""A round is saved and mailed without a mail server, then found on the timeline; a template is written."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.pressing import press


def test_a_round_is_mailed_and_waits_for_a_mail_server(open_page: Callable[..., Page]) -> None:
    page = open_page("settlement_coordinator", "/cases/")
    case = (page.locator("a[href^='/cases/CASE-']").first.get_attribute("href") or "").split("?")[0]
    page.goto(f"{case}settlement/rounds/new")
    page.locator("#f-demand").fill("98765.00")
    page.get_by_role("button", name="Save & email").click()
    panel = page.get_by_role("dialog", name="Case e-mail")
    expect(panel.get_by_label("Text")).to_have_value(re.compile(r"Demand: \$98,765\.00"))
    expect(panel.get_by_text("No mail server is set")).to_be_visible()
    panel.get_by_label("Other addresses", exact=False).first.fill("ivy.stone@northfield")
    panel.get_by_role("button", name="Send", exact=True).click()
    expect(panel.get_by_text('"ivy.stone@northfield" is no e-mail address.').first).to_be_visible()
    panel.get_by_label("Other addresses", exact=False).first.fill("ivy.stone@northfield.example")
    panel.get_by_label("Subject").press("Enter")
    expect(page.get_by_text("E-mail kept in the outbox.")).to_be_visible()

    page.goto(f"{case}activity?kind=mail")
    page.get_by_role("link", name=re.compile("^E-mail to .*Negotiation, case")).first.click()
    expect(page.get_by_text("Waiting: no mail server is set")).to_be_visible()
    page.get_by_role("button", name="Do not send it").click()
    expect(page.get_by_text("E-mail withdrawn; it is not sent.")).to_be_visible()


def test_codes_are_clicked_into_a_template_and_shown_by_example(open_page: Callable[..., Page]) -> None:
    page = open_page("negotiations_manager", "/admin/templates/")
    press(page, "n")
    page.get_by_label("Name").fill("Demand of the journey")
    page.get_by_label("Subject").fill("Case ")
    page.get_by_role("button", name="{{case_number}}").first.click()
    expect(page.get_by_label("Subject")).to_have_value("Case {{case_number}}")
    page.get_by_label("Text").press_sequentially("We ask for ")
    page.get_by_role("button", name="{{demand}}").click()
    example = page.locator("#template-example")
    expect(example).to_contain_text("We ask for $98,000.00")
    expect(example).to_contain_text("Case CASE-2026-00042")
    page.get_by_label("For", exact=True).select_option("Settlement")
    expect(example).to_contain_text("There is no code demand for this kind.")
    page.get_by_label("For", exact=True).select_option("Negotiation")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Template Demand of the journey saved.")).to_be_visible()
