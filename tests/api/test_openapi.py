"""The OpenAPI document says of each operation what it really takes and gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ninja import Schema

from openlien.api.interface import api


def _shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for shape in of.__subclasses__():
        if shape.__module__.startswith("openlien.api"):
            yield shape
        yield from _shapes(shape)


def test_no_two_shapes_share_a_name() -> None:
    """The document knows shapes by their names: of two it would show one in the place of both."""
    assert api.get_openapi_schema()["paths"]
    modules: dict[str, set[str]] = defaultdict(set)
    for shape in _shapes():
        modules[shape.__name__].add(shape.__module__)
    assert len(modules) > 300
    assert {name: rooms for name, rooms in modules.items() if len(rooms) > 1} == {}
