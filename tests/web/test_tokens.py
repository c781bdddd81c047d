"""The colours: readable on what they stand on, and told apart by people who see fewer colours."""

from __future__ import annotations

import itertools
import re

import pytest
from coloraide import Color

from openlien.web.assets import SOURCE, style_files

TOKENS = {
    name: {"light": Color(light), "dark": Color(dark)}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (SOURCE / "css" / "tokens.css").read_text()
    )
}
FAMILIES = ("settled", "active", "early", "pending", "risk", "neutral")
STATED_RATIOS = [
    ("line-strong", "surface", 3.3, 3.7),
    ("ink-2", "surface", 6.7, 7.6),
    ("ink-3", "surface", 5.1, 5.9),
    ("accent", "surface", 6.3, 8.5),
    ("settled-ink", "settled-tint", 5.8, 9.4),
    ("active-ink", "active-tint", 6.4, 8.5),
    ("early-ink", "early-tint", 6.6, 11.1),
    ("pending-ink", "pending-tint", 6.2, 9.4),
    ("risk-ink", "risk-tint", 6.5, 8.4),
    ("neutral-ink", "neutral-tint", 7.6, 8.1),
]
TEXT_ON = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "accent")
        for ground in ("canvas", "surface", "sunken")
    ),
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("raised", "hover", "accent-tint")),
    *((f"{family}-ink", ground) for family in FAMILIES for ground in ("surface", "raised", "canvas")),
    *(("ink", f"{family}-tint") for family in FAMILIES),
    ("on-primary", "primary"),
    ("surface", "risk-ink"),
    ("on-c1", "c1"),
    ("accent", "accent-tint"),
]
# The five status fills, smallest difference of a pair: normal, protanopia, deuteranopia, tritanopia.
STATED_DISTANCES = {"light": (31.1, 18.7, 19.6, 20.0), "dark": (27.4, 19.6, 15.5, 15.6)}
# Another implementation of the same matrices rounds a little differently.
ROUNDING = 0.5


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), STATED_RATIOS)
def test_contrast_is_as_stated(ink, ground, light, dark):
    assert contrast(ink, ground, "light") == pytest.approx(light, abs=0.06)
    assert contrast(ink, ground, "dark") == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_reads_on_every_ground_it_stands_on(ink, ground, theme):
    assert contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "canvas", "sunken"])
def test_the_border_of_a_field_is_seen(ground, theme):
    assert contrast("line-strong", ground, theme) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_status_fill_or_its_stroke_is_seen_on_a_card(family, theme):
    edge = "early-ink" if family == "early" else family
    assert contrast(edge, "surface", theme) >= 3


@pytest.mark.parametrize("sight", [None, "protan", "deutan", "tritan"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_status_fills_are_told_apart_by_everybody(theme, sight):
    stated = STATED_DISTANCES[theme][(None, "protan", "deutan", "tritan").index(sight)]
    seen = [as_seen(TOKENS[family][theme], sight) for family in FAMILIES[:5]]
    smallest = min(one.delta_e(other, method="2000") for one, other in itertools.combinations(seen, 2))
    assert smallest >= stated - ROUNDING


@pytest.mark.parametrize("sight", [None, "protan", "deutan", "tritan"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_neutral_fill_is_no_status(theme, sight):
    neutral = as_seen(TOKENS["neutral"][theme], sight)
    others = [as_seen(TOKENS[family][theme], sight) for family in FAMILIES[:5]]
    assert min(neutral.delta_e(other, method="2000") for other in others) >= 12


def test_colours_stand_in_the_token_file_only():
    literal = re.compile(r"#[0-9a-f]{3,8}\b(?!\s*\{)|\b(?:rgb|hsl|oklch|lab|lch|color)a?\(", re.IGNORECASE)
    elsewhere = [file for file in style_files() if file.name != "tokens.css"]
    found = [
        f"{file.name}: {line.strip()}"
        for file in elsewhere
        for line in file.read_text().splitlines()
        if literal.search(line.replace("color-mix(", ""))
    ]
    assert found == []


def test_every_custom_property_that_is_used_is_set_somewhere():
    css = "".join(file.read_text() for file in style_files())
    without_fallback = set(re.findall(r"var\(--([\w-]+)\)", css))
    set_somewhere = set(re.findall(r"--([\w-]+):", css))
    assert without_fallback - set_somewhere == set()


def contrast(ink: str, ground: str, theme: str) -> float:
    return TOKENS[ink][theme].contrast(TOKENS[ground][theme])


def as_seen(color: Color, sight: str | None) -> Color:
    return color.filter(sight, 1, method="machado") if sight else color
