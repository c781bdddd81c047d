"""`openlien user add` and `openlien token create`, as a shell runs them."""

from __future__ import annotations

import subprocess
import sys

from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of_token
from tests import cast

PASSWORD = "violet-tractor-meadow-9"


def openlien(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "openlien.project.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def add(*words: str) -> subprocess.CompletedProcess[str]:
    return openlien("user", "add", "--name", "Dana Ortiz", "--password", PASSWORD, *words)


def test_a_token_is_printed_alone(own_database: object) -> None:
    done = openlien("token", "create", "--email", "bi@cast.example", "--role", "CFO/Controller")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ol_")
    assert len(done.stdout.split()) == 1
    actor = actor_of_token(done.stdout.strip())
    assert actor is not None
    assert actor.roles == {Role.CFO_CONTROLLER}


def test_a_user_is_added_with_roles_for_one_group(own_database: object) -> None:
    group = cast.provider_group()
    done = add("--email", "pia@cast.example", "--role", "provider", "--only-for", group.name.upper())
    assert done.returncode == 0, done.stderr
    assert User.objects.get().has_usable_password()
    assert Membership.objects.get().scope_id == group.id


def test_refused_calls_say_one_sentence_and_exit_with_2(own_database: object) -> None:
    for words, sentence in (
        (("--email", "x@cast.example", "--role", "emperor"), 'no role "emperor"'),
        (("--email", "nonsense", "--role", "auditor"), "looks like"),
        (("--email", "x@cast.example", "--role", "provider"), "choose which"),
        (("--email", "x@cast.example", "--role", "provider", "--only-for", "Nobody"), 'called "Nobody"'),
    ):
        done = add(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence in " ".join(done.stderr.split())
    assert not User.objects.exists()
