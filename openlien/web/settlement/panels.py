"""What every panel does: save once, say what is wrong, show what somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from openlien.kit.errors import DomainError, Forbidden, InvalidInput, NotFound, StaleVersion
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money

from ..cases.forms import KeyedForm
from ..jinja import amount
from ..sent_forms import reason_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people left differently."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel over the page; `words` are those of the page and of the panel's own fields."""

    template: str
    title: str
    verb: str
    action: str
    close_href: str
    words: dict[str, Any] = field(default_factory=dict)


class PanelForm(KeyedForm):
    """A form of a row that two people may change: it carries the version it was read at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()
    is_stale = False
    faster = ""

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at the field it names, or above the form."""
        if isinstance(error, IdempotencyKeyReused):
            super().refuse(error)
            return
        self.status = error.status
        named = (
            str(error.fields.get("field", "")).replace(" ", "_") if isinstance(error, InvalidInput) else ""
        )
        place = self.refusals.get(type(error), named)
        self.add_error(place if place in self.fields else None, reason_of(error))

    def show_conflict(self, theirs: dict[str, str], *, version: int, refused: StaleVersion) -> None:
        """Keeps what was typed, lists what differs, and lets the next save go over the newer row."""
        self.status, self.is_stale, self.faster = StaleVersion.status, True, who_changed(refused)
        self.differences = tuple(
            Difference(self.label_of(name), self.word_of(name, typed), self.word_of(name, saved))
            for name, saved in theirs.items()
            if name in self.fields and (typed := str(self[name].value() or "").strip()) != saved
        )
        self.data = {**self.data.dict(), "version": str(version)}

    def label_of(self, name: str) -> str:
        """What a field is called."""
        return str(self.fields[name].label or name.replace("_", " ").capitalize())

    def word_of(self, name: str, value: str) -> str:
        """A value as people read it: a choice by its name."""
        choices = getattr(self.fields[name], "choices", None)
        found = {str(key): str(text) for key, text in choices} if choices else {}
        return found.get(value, value)


def answered(
    request: HttpRequest,
    form: PanelForm,
    save: Callable[[], tuple[str, str]],
    panel: Panel,
    *,
    current: Callable[[], tuple[dict[str, str], int]] | None = None,
) -> HttpResponse:
    """The way on when the panel could be saved, else the panel with what is wrong.

    *Shapes*: `save` returns what the toast says and the address to go to; `current` the row as it is now,
    as texts by field, and its version.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said, way = save()
        except (Forbidden, NotFound):
            raise
        except StaleVersion as refused:
            if current is None:
                form.refuse(refused)
            else:
                theirs, version = current()
                form.show_conflict(theirs, version=version, refused=refused)
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(way)
    context = {**panel.words, "panel": panel, "form": form}
    return render(request, panel.template, context, status=form.status if form.is_bound else 200)


def who_changed(refused: StaleVersion) -> str:
    """Who changed the row meanwhile and when, as far as the trail knows."""
    return f"{refused.fields.get('who') or 'Somebody'} changed this{refused.fields.get('when', '')}"


def text_of(value: object) -> str:
    """A value as a field of a form holds it."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return amount(value)
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else str(value)
