"""What the components promise to people who cannot see, use a mouse, or run JavaScript."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from jinja2 import UndefinedError

from openlien.kit.money import Money, Rate
from openlien.web import jinja
from openlien.web.gallery.samples import SampleForm
from tests.web.rendering import fragment

COLUMNS = [
    {"key": "firm", "label": "Firm", "sort_href": "?sort=firm"},
    {"key": "open", "label": "Open, $", "kind": "money", "sort": "descending", "sort_href": "?sort=open"},
]
FAMILIES = ("settled", "active", "early", "pending", "risk", "neutral")


def test_a_template_refuses_a_name_that_is_not_there():
    with pytest.raises(UndefinedError):
        fragment("{{ nobody_gave_this }}")


class TestFigures:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (jinja.money(Money("1234.5")), "$1,234.50"),
            (jinja.money(Money("-0.10")), "\u2212$0.10"),
            (jinja.money(Money("50831.49"), 0), "$50,831"),
            (jinja.money(None), "—"),
            (jinja.amount(Money("-1234567.89")), "\u22121,234,567.89"),
            (jinja.money_short(Money("18400000")), "$18.4M"),
            (jinja.money_short(Money("999960")), "$1.0M"),
            (jinja.money_short(Money("56000")), "$56.0k"),
            (jinja.money_short(Money("100400")), "$100k"),
            (jinja.money_short(Money("-940.40")), "\u2212$940"),
            (jinja.signed(Decimal("4")), "+4.0"),
            (jinja.signed(Money("-1.5")), "\u2212$1.50"),
            (jinja.signed(Decimal(0)), "0.0"),
            (jinja.percent(Rate("0.0935")), "9.4%"),
            (jinja.percent(Decimal("53.6")), "53.6%"),
            (jinja.percent(Decimal("-0.04")), "0.0%"),
            (jinja.count(1284), "1,284"),
            (jinja.date_text(dt.date(2026, 11, 6)), "Nov 6, 2026"),
            (jinja.date_short(dt.date(2026, 11, 6), dt.date(2026, 1, 2)), "Nov 6"),
            (jinja.date_short(dt.date(2025, 11, 6), dt.date(2026, 1, 2)), "Nov 6, 2025"),
            (jinja.date_iso(dt.date(2026, 11, 6)), "2026-11-06"),
            (jinja.time_text(dt.datetime(2026, 11, 6, 9, 5, tzinfo=dt.UTC)), "Nov 6, 2026, 09:05"),
            (jinja.months(Decimal("16.25")), "16.3 months"),
            (jinja.age_words(0), "today"),
            (jinja.age_words(1), "1 day"),
            (jinja.age_words(89), "89 days"),
            (jinja.age_words(420), "14 months"),
            (jinja.plural(1, "case"), "1 case"),
            (jinja.plural(1284, "case"), "1,284 cases"),
            (jinja.plural(2, "facility", "facilities"), "2 facilities"),
            (jinja.slug("Below pro rata 65%"), "below-pro-rata-65"),
            (jinja.initials("Dana María Ortiz"), "DO"),
        ],
    )
    def test_are_written_as_people_write_them(self, written, expected):
        assert written == expected


class TestTable:
    def test_says_how_it_is_sorted_and_leads_to_other_orders(self):
        table = data_table(rows=[{"firm": "Harbor Legal", "open": Money("1.00")}])
        assert [head.get("aria-sort") for head in table.all("th", scope="col")] == [None, "descending"]
        assert [link["href"] for link in table.all("a", **{"class": "sort"})] == ["?sort=firm", "?sort=open"]

    def test_keeps_its_roles_when_rows_turn_into_cards(self):
        table = data_table(rows=[{"firm": "Harbor Legal", "open": Money("1.00")}])
        assert table.one("table")["role"] == "table"
        assert table.one("th", scope="row")["role"] == "rowheader"
        assert table.one("td")["role"] == "cell"
        assert table.one("td")["data-label"] == "Open, $"

    def test_marks_a_negative_amount_by_more_than_colour(self):
        table = data_table(rows=[{"firm": "Harbor Legal", "open": Money("-88.00")}])
        assert "negative" in table.one("td")["class"]
        assert "\u221288.00" in table.text

    def test_offers_to_clear_the_filter_when_nothing_fits(self):
        table = data_table(rows=[], more=", state='no_result', clear_href='/cases'")
        assert "/cases" in [link["href"] for link in table.all("a")]
        assert "No row matches" in table.text

    def test_says_that_it_is_loading(self):
        table = data_table(rows=[], more=", state='loading'")
        assert table.one("table")["aria-busy"] == "true"
        assert table.one("div", role="status")

    def test_escapes_what_people_wrote(self):
        assert data_table(rows=[{"firm": "<b>Harbor</b>", "open": None}]).all("b") == []


class TestField:
    def test_ties_hint_and_error_to_the_control(self):
        field = macro("field", "field_text", "'name', 'Name', hint='As in the file', error='Write a name.'")
        control = field.one("input")
        assert control["aria-describedby"] == "f-name-hint f-name-error"
        assert control["aria-invalid"] == "true"
        assert field.one("label")["for"] == control["id"] == "f-name"

    def test_says_in_words_that_it_may_stay_empty(self):
        field = macro("field", "field_money", "'fee', 'Fee', optional=true")
        assert "optional" in field.text
        assert "required" not in field.one("input")

    def test_of_django_keeps_the_typed_value_and_shows_the_error(self):
        form = SampleForm({"email": "dana@", "plan": "auditor"})
        field = macro("bound_field", "bound_field", "form['email']", form=form)
        assert field.one("input")["value"] == "dana@"
        assert field.one("input")["aria-invalid"] == "true"

    def test_of_django_never_writes_a_password_back(self):
        form = SampleForm({"password": "a secret"})
        field = macro("bound_field", "bound_field", "form['password']", form=form)
        assert field.one("input")["value"] == ""

    def test_for_a_date_is_a_text_field_without_javascript(self):
        field = macro("date_field", "field_date", "'on', 'On', value=day", day=dt.date(2026, 11, 20))
        assert field.one("input", name="on")["value"] == "11/20/2026"
        assert "name" not in field.one("input", type="date")

    def test_for_files_is_a_file_field_without_javascript(self):
        field = macro("file_drop", "file_drop", "'files', 'Files', accept='.csv', multiple=true")
        assert field.one("input", type="file")["name"] == "files"
        assert "multiple" in field.one("input", type="file")


class TestButton:
    def test_that_is_blocked_says_why_and_does_nothing(self):
        button = macro("button", "button", "'Approve', blocked='You made this entry.', type='submit'")
        assert button.one("button")["aria-disabled"] == "true"
        assert button.one("button")["type"] == "button"
        assert "You made this entry." in button.text

    def test_with_an_icon_alone_has_a_name(self):
        assert macro("button", "icon_button", "'Print', 'print'").one("button")["aria-label"] == "Print"


class TestStatus:
    @pytest.mark.parametrize("family", FAMILIES)
    def test_badge_is_an_icon_and_a_word(self, family):
        badge = macro("badge", "stage_badge", f"'In litigation', '{family}'")
        assert badge.one("use")
        assert badge.text.strip() == "In litigation"

    def test_families_have_icons_of_their_own(self):
        icons = [macro("badge", "stage_badge", f"'x', '{one}'").one("use")["href"] for one in FAMILIES]
        assert len(set(icons)) == len(FAMILIES)

    def test_tag_says_in_or_out_in_words(self):
        assert macro("tag", "network_tag", "true").text.strip() == "In"
        assert macro("tag", "network_tag", "false").text.strip() == "Out"


def test_a_tile_reads_out_the_full_figure():
    tile = macro("stat", "stat", "'Open', '$18.4M', full='$18,400,000.00', href='/cases'")
    assert tile.one("a")["title"] == "$18,400,000.00"
    assert "exactly $18,400,000.00" in tile.text


def test_an_explanation_opens_without_javascript():
    explained = macro(
        "explain", "explain", "'x-open', 'Open', 'billed − paid', [{'label': 'Billed', 'value': '2.00'}]"
    )
    assert explained.one("button")["popovertarget"] == explained.one("div", **{"class": "pop explain"})["id"]
    assert "popover" in explained.one("div", **{"class": "pop explain"})


def test_progress_asks_again_only_while_it_runs():
    running = macro("progress", "progress", "'p', 'Reading', 1, 2, poll_href='/imports/1/progress'")
    ended = macro("progress", "progress", "'p', 'Read', 2, 2, done=true")
    assert running.one("div", id="p")["hx-get"] == "/imports/1/progress"
    assert "hx-get" not in ended.one("div", id="p")


def test_a_drawer_closes_by_a_link():
    drawer = fragment(
        "{% from 'components/drawer.jinja' import drawer %}"
        "{% call drawer('edit', 'Edit', '/cases/1') %}body{% endcall %}"
    )
    assert "open" in drawer.one("dialog")
    assert drawer.one("a")["href"] == "/cases/1"


def test_a_confirm_dialog_names_the_consequence_and_posts():
    dialog = macro(
        "dialog", "confirm_dialog", "'undo', 'Undo?', '12 cases leave.', 'Undo import', '/imports/1/undo', ''"
    )
    assert dialog.one("dialog")["aria-describedby"] == "undo-text"
    assert dialog.one("form")["method"] == "post"
    assert "12 cases leave." in dialog.text


def test_an_error_summary_leads_to_the_fields():
    summary = macro("form", "error_summary", "[('f-name', 'Write a name.')]")
    assert summary.one("a")["href"] == "#f-name"
    assert "1 thing needs your attention" in summary.text


def test_the_fifth_place_of_the_phone_opens_the_rest():
    places = [
        {"key": str(n), "label": f"Place {n}", "icon": "home", "href": f"/{n}", "current": False}
        for n in range(7)
    ]
    bar = macro("shell", "bottom_bar", "places", places=places)
    assert len(bar.all("a", **{"class": "rail-item"})) == 4
    assert len(bar.all("a", **{"class": "menu-item"})) == 3


def test_an_unknown_icon_is_refused():
    with pytest.raises(KeyError):
        jinja.icon("unicorn")


def data_table(rows: list[dict[str, object]], more: str = ""):
    return macro("table", "data_table", f"'Firms', columns, rows{more}", columns=COLUMNS, rows=rows)


def macro(file: str, name: str, arguments: str, **context: object):
    """The markup of one call of a macro."""
    return fragment(
        f"{{% from 'components/{file}.jinja' import {name} %}}{{{{ {name}({arguments}) }}}}", **context
    )


class TestShell:
    BAR = "{% from 'components/shell.jinja' import bottom_bar %}{{ bottom_bar(nav) }}"

    def test_the_phone_has_no_bar_where_there_is_nowhere_to_go(self):
        assert fragment(self.BAR, nav=[]).all("nav") == []
        place = {"href": "/", "current": True, "icon": "portfolio", "label": "Portfolio"}
        assert len(fragment(self.BAR, nav=[place]).all("nav")) == 1

    def test_keys_of_a_grid_and_of_a_date_wait_for_a_page_that_has_one(self):
        sheet = fragment(
            "{% from 'components/key_sheet.jinja' import key_sheet %}{{ key_sheet(true, '/keys', '') }}"
        )
        waiting = [group for group in sheet.all("div", **{"class": "key-group"}) if "hidden" in group]
        assert [group.get("data-keys-of") for group in waiting] == [
            None,
            "ol-grid",
            "ol-tree",
            "ol-desk .worked",
            "ol-date",
        ]
