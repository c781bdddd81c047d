"""What import-linter cannot see: keys between packages point down as well."""

from __future__ import annotations

from django.apps import apps
from django.db.models import ForeignKey

ORDER = [
    "kit",
    "identity",
    "cases",
    "ledger",
    "funding",
    "settlement",
    "negotiation",
    "negotiation_rounds",
    "negotiation_letters",
    "payments",
    "payment_plans",
    "accounting",
    "receivables",
    "collections",
    "integrations",
    "integrations_mail",
]
OWN = [model for label in ORDER for model in apps.get_app_config(label).get_models()]


def _height(label: str) -> int:
    return ORDER.index(label)


def test_foreign_keys_point_to_the_same_package_or_one_below() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in OWN
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model._meta.app_label in ORDER
        and _height(field.related_model._meta.app_label) > _height(model._meta.app_label)
    ]
    assert OWN
    assert upward == []


def test_no_model_has_a_default_order_or_its_own_save() -> None:
    odd = [model._meta.label for model in OWN if model._meta.ordering or "save" in vars(model)]
    assert odd == []
