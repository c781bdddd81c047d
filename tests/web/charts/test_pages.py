import re
from itertools import chain
from pathlib import Path

import pytest

import openlien.web
from openlien.web.charts import Tone, pipeline
from tests.web.charts.pictures import JINJA, Markup, every_chart, printed, stage

STATES = {
    "plain": every_chart(linked=False),
    "linked": every_chart(linked=True),
    "empty": every_chart(linked=False, empty=True),
}
CASES = [
    pytest.param(file, macro, chart, id=f"{state}-{n}-{macro}")
    for state, charts in STATES.items()
    for n, (file, macro, chart) in enumerate(charts)
]
CSS = Path(openlien.web.__file__).parent / "static/openlien/css"


@pytest.mark.parametrize(("file", "macro", "chart"), CASES)
def test_a_picture_has_a_role_a_name_and_a_description(file, macro, chart):
    page = Markup(printed(macro, chart, file=file))
    (picture,) = [svg for svg in page.named("svg") if "role" in svg]
    links_inside = picture["role"] == "group"
    assert picture["role"] == "img" or links_inside
    assert picture["aria-labelledby"] == "picture-title"
    assert picture["aria-describedby"] == "picture-desc"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert sorted(ids) == ["picture-desc", "picture-title"]
    assert chart.takeaway in page.texts[page.texts.index(chart.title) + 1]


@pytest.mark.parametrize(("file", "macro", "chart"), CASES)
def test_nothing_is_drawn_by_style_or_script(file, macro, chart):
    for tag, attributes in Markup(printed(macro, chart, file=file)).elements:
        assert tag not in ("style", "script")
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(("file", "macro", "chart"), CASES)
def test_every_svg_is_named_or_hidden_or_inside_one(file, macro, chart):
    for svg in Markup(printed(macro, chart, file=file)).named("svg"):
        assert svg.get("aria-hidden") == "true" or "role" in svg or svg["class"] == "plot-layer"


@pytest.mark.parametrize(("file", "macro", "chart"), CASES)
def test_every_class_has_a_rule(file, macro, chart):
    known = set(re.findall(r"\.(plot[\w-]*)", (CSS / "charts/charts.css").read_text()))
    named_for_reading = {"plot-rows", "plot-axis", "plot-columns"}
    for _, attributes in Markup(printed(macro, chart, file=file)).elements:
        assert set((attributes.get("class") or "").split()) <= known | named_for_reading


def test_every_linked_part_is_a_link_with_its_own_words():
    charts = [item for item in STATES["linked"] if item[1] not in ("steps", "sparkline", "bullet")]
    for file, macro, chart in charts:
        links = Markup(printed(macro, chart, file=file)).named("a")
        assert links, macro
        assert all(link["href"] == "/cases?stage=<x>&y=1" and link["aria-label"] for link in links)


def test_labels_are_escaped():
    text = printed("pipeline", pipeline([stage("<b>Bold & co</b>", 5, href='/"x')]), file="pipeline")
    assert "<b>" not in text
    assert "&lt;b&gt;Bold &amp; co&lt;/b&gt;" in text


def test_families_are_told_by_a_sign_and_not_only_by_colour():
    families = [tone for tone in Tone if tone.family]
    assert len({tone.glyph for tone in families}) == len(families) == 6
    text = printed("pipeline", pipeline([stage(t.value, 5, tone=t) for t in families]), file="pipeline")
    assert all(tone.glyph in text for tone in families)


def test_legend_and_table_print_every_number():
    source = '{% from "charts/legend.jinja" import legend, table %}{{ legend(c.legend) }}{{ table(c.table) }}'
    for _, _, chart in chain(STATES["plain"], STATES["linked"]):
        texts = Markup(JINJA.from_string(source).render(c=chart)).texts
        cells = {cell for row in chart.table.rows for cell in (row.label, *row.cells)}
        assert cells | {row.value for row in chart.legend} <= set(texts)


def test_the_frame_gets_a_legend_of_tones_and_cells():
    (_, _, chart), *_ = [item for item in STATES["linked"] if item[1] == "round"]
    assert chart.frame_legend["columns"] == ["Part", "Amount", "Share"]
    assert chart.frame_legend["rows"][0] == {
        "tone": Tone.C1,
        "cells": ["Fee", "$3.00", "30.00%"],
        "href": "/cases?stage=<x>&y=1",
    }
    assert all(chart.frame_legend is None for _, _, chart in STATES["plain"] if not chart.legend)


def test_every_row_of_a_table_has_a_cell_a_head():
    for _, _, chart in chain(*STATES.values()):
        assert {len(row.cells) + 1 for row in chart.table.rows} <= {len(chart.table.heads)}


def test_an_empty_chart_knows_that_it_is_empty():
    assert all(chart.is_empty for _, _, chart in STATES["empty"])
    assert not any(chart.is_empty for _, _, chart in STATES["plain"])


def test_colours_come_from_tokens_only():
    rules = (CSS / "charts/charts.css").read_text()
    tokens = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text() + rules))
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules)
    assert set(re.findall(r"var\((--[\w-]+)", rules)) <= tokens


def test_early_marks_carry_a_stroke_in_early_ink():
    rules = (CSS / "charts/charts.css").read_text()
    assert ".plot-mark.plot-tone-early { stroke: var(--early-ink); stroke-width: 1.5; }" in rules
