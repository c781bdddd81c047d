"""The gallery holds every component, and what it holds keeps the rules of all pages."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.runtime import Macro

from openlien.web import assets
from openlien.web.jinja import environment, icon_names
from tests.web.rendering import GALLERY_PAGES, Markup, page

TEMPLATES = Path(assets.__file__).parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.jinja"))
KILOBYTE = 1024
CSS_BYTES_MAX = 25 * KILOBYTE
JS_BYTES_MAX = 30 * KILOBYTE
LINES_MAX = 300
SCRIPTS = sorted((assets.SOURCE / "js").rglob("*.js"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {address: page(address) for address in GALLERY_PAGES}


def test_every_component_is_shown():
    with pytest.MonkeyPatch.context() as patch:
        shown = record_calls(patch)
        for address in GALLERY_PAGES:
            page(address)
    missing = [
        f"{file.stem}.{macro}"
        for file in COMPONENTS
        for macro in public_macros(file)
        if (file.stem, macro) not in shown
    ]
    assert missing == []


@pytest.mark.parametrize("address", GALLERY_PAGES)
def test_ids_are_unique(pages, address):
    ids = [attributes["id"] for _, attributes in Markup(pages[address]).elements if "id" in attributes]
    assert [one for one in set(ids) if ids.count(one) > 1] == []


@pytest.mark.parametrize("address", GALLERY_PAGES)
def test_what_a_label_or_description_names_is_there(pages, address):
    elements = Markup(pages[address]).elements
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    for _, attributes in elements:
        for name in (
            "for",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
            "popovertarget",
            "commandfor",
        ):
            assert set(attributes.get(name, "").split()) <= ids


@pytest.mark.parametrize("address", GALLERY_PAGES)
def test_nothing_is_inline(pages, address):
    for tag, attributes in Markup(pages[address]).elements:
        assert "style" not in attributes
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on") or name.startswith("hx-on")]
        assert not attributes.get("href", "").startswith("javascript:")
        assert tag != "script" or "src" in attributes


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda file: file.stem)
def test_a_template_holds_no_inline_script_or_style(file):
    text = file.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"|hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda file: file.stem)
def test_a_template_stays_short(file):
    is_part = file.parent.name in {"components", "parts"}
    assert len(file.read_text().splitlines()) <= (70 if is_part else 150)


def test_a_page_weighs_little(pages):
    assert all(len(gzip.compress(html.encode())) <= 100 * KILOBYTE for html in pages.values())


def test_the_stylesheet_weighs_little():
    assert len(gzip.compress(assets.stylesheet().encode())) <= CSS_BYTES_MAX


@pytest.mark.parametrize("room", assets.script_rooms())
def test_the_scripts_of_a_page_weigh_little(room: str):
    loaded = [*assets.script_files(), *assets.script_files(room)]
    short = [assets.shortened(file.read_text()).encode() for file in loaded]
    assert sum(map(len, map(gzip.compress, short))) <= JS_BYTES_MAX


@pytest.mark.parametrize("file", [*assets.style_files(), *SCRIPTS], ids=lambda file: file.name)
def test_a_style_or_script_file_stays_short(file):
    assert len(file.read_text().splitlines()) <= LINES_MAX


def test_every_style_file_is_part_of_the_stylesheet():
    assert sorted((assets.SOURCE / "css").rglob("*.css")) == sorted(assets.style_files())


def test_every_rule_lies_in_a_layer():
    for file in assets.style_files():
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL).strip()
        assert re.fullmatch(r"(@layer [\w, ]+;|(@layer \w+ \{.*\}))", text, flags=re.DOTALL), file.name


def test_every_module_is_started():
    started = set(re.findall(r'import "\./([\w-]+)\.js";', (assets.SOURCE / "js" / "main.js").read_text()))
    imported = {
        name
        for file in assets.script_files()
        for name in re.findall(r'from "\./([\w-]+)\.js";', file.read_text())
    }
    assert {file.stem for file in assets.script_files()} - started - imported == {"main"}


def test_scripts_hold_no_way_around_the_content_security_policy():
    for file in assets.script_files():
        assert not re.search(
            r"\beval\(|new Function|setAttribute\(\"style|document\.write", file.read_text()
        ), file.name


def test_an_icon_is_drawn_once_under_its_own_prefix():
    ids = re.findall(r'\bid="([^"]+)"', (assets.SOURCE / "icons.svg").read_text())
    assert len(ids) == len(set(ids)) == len(icon_names())
    assert all(one.startswith("i-") for one in ids)


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/case"])
def test_the_theme_of_the_address_is_shown(address):
    assert Markup(page(f"{address}?theme=dark")).one("html")["data-theme"] == "dark"
    assert Markup(page(address)).one("html")["data-theme"] == "auto"


def public_macros(file: Path) -> list[str]:
    tree = environment().parse(file.read_text())
    return [macro.name for macro in tree.find_all(nodes.Macro) if not macro.name.startswith("_")]


def record_calls(patch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """The file and name of every macro of Jinja that runs from now on."""
    shown: set[tuple[str, str]] = set()
    invoke = Macro._invoke

    def noting(macro: Macro, arguments: object, autoescape: bool) -> str:
        shown.add((Path(macro._func.__code__.co_filename).stem, macro.name))
        return invoke(macro, arguments, autoescape)

    patch.setattr(Macro, "_invoke", noting)
    return shown
