"""The parties that a role may be limited to, and their names."""

from __future__ import annotations

import pytest

from openlien.cases.queries import party_names, scope_parties
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from tests import cast

pytestmark = pytest.mark.django_db


def test_lists_provider_groups_first_then_firms_by_name() -> None:
    cast.patient()
    cast.firm("Osprey Legal")
    cast.firm("Harbor Legal Group, LLP")
    cast.provider_group()
    assert [party.label for party in scope_parties(cast.actor_with(Role.SYSTEM_ADMINISTRATOR))] == [
        "Bayline Care Partners (provider group)",
        "Harbor Legal Group, LLP (law firm)",
        "Osprey Legal (law firm)",
    ]


def test_only_who_manages_users_may_list_them() -> None:
    with pytest.raises(Forbidden):
        scope_parties(cast.actor_with(Role.AUDITOR))


def test_names_firms_and_groups_but_never_a_patient() -> None:
    firm, patient = cast.firm(), cast.patient()
    assert party_names([firm.id, patient.id]) == {firm.id: "Pacific Crest Law Firm"}


def test_asks_nothing_for_nobody(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert party_names([]) == {}
