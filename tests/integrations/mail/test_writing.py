"""What a mail refuses before it is in the outbox."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlien.identity.permissions import Role
from openlien.integrations.mail import errors
from openlien.integrations.mail.addresses import each_once, is_address, typed_addresses
from openlien.integrations.mail.models import Mail
from openlien.integrations.mail.queries import mails_of_case, outbox, read_mail
from openlien.integrations.mail.sending import Written, send_mail
from openlien.integrations.mail.server import MailServer, parse_server
from openlien.integrations.mail.values import About
from openlien.kit.errors import Forbidden, NotFound
from tests import cast
from tests.domain.settlement.calls import Cast

from .writing import write

INJECTIONS = (
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example\nX: y",
    "a@b.example,c@d.example",
    "a@b.example\n",
)


@pytest.mark.parametrize("address", ["ivy@north.example", "a.b+c@x-y.co.example", "o'hara@firm.example"])
def test_knows_an_address(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [*INJECTIONS, "", "ivy", "ivy@", "@north.example", "Ivy <ivy@north.example>", "ivy@north", "é@x.example",
     "a..b@x.example", "a b@x.example", f"{'a' * 65}@x.example", f"a@{'x' * 260}.example"],
)  # fmt: skip
def test_refuses_what_is_more_or_less_than_an_address(address: str) -> None:
    assert not is_address(address)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_address_holds_a_break_or_a_blank(text: str) -> None:
    if is_address(text):
        assert text.isascii()
        assert text.isprintable()
        assert not any(letter.isspace() for letter in text)


def test_reads_addresses_apart_and_keeps_each_once() -> None:
    typed = typed_addresses("a@x.example; B@x.example,\n a@X.example  ")
    assert each_once(typed) == ["a@x.example", "B@x.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", INJECTIONS)
@pytest.mark.parametrize("field", ["to", "cc"])
def test_an_address_cannot_carry_a_header(of: Cast, field: str, address: str) -> None:
    with pytest.raises(errors.NotAnAddress) as refused:
        write(of, **{field: [address]})
    assert "\n" not in refused.value.sentence
    assert Mail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: c@d.example", "Hello\nthere", "Hello\x0bthere", "a\u2028b"]
)
def test_a_subject_cannot_carry_a_header(of: Cast, subject: str) -> None:
    with pytest.raises(errors.SubjectNotOneLine):
        write(of, subject=subject)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"to": []}, errors.NoRecipient),
        ({"subject": " "}, errors.MailEmpty),
        ({"body": " \n "}, errors.MailEmpty),
        ({"body": "Demand: {{demand}}"}, errors.CodesLeft),
        ({"subject": "Case {{case_number}}"}, errors.CodesLeft),
        ({"subject": "Claim of zoe marlow"}, errors.SubjectNamesPatient),
        ({"subject": "Finn Marlow"}, errors.SubjectNamesPatient),
        ({"cc": [f"a{place}@x.example" for place in range(20)]}, errors.TooManyAddresses),
    ],
)
def test_refuses_what_should_not_go_out(of: Cast, facts: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        write(of, **facts)
    assert Mail.objects.count() == 0


@pytest.mark.django_db
def test_who_is_written_to_gets_no_copy_as_well(of: Cast) -> None:
    mail = write(of, to=["a@x.example", "A@x.example"], cc=["a@X.example", "b@x.example"])
    assert (mail.to, mail.cc) == (["a@x.example"], ["b@x.example"])


@pytest.mark.django_db
def test_a_foreign_case_looks_missing_and_other_roles_are_refused(of: Cast) -> None:
    elsewhere = cast.actor_with(Role.SETTLEMENT_COORDINATOR, law_firm=cast.firm("Osprey Legal"))
    written = Written(to=["a@x.example"], subject="Hello", body="Hello.")
    with pytest.raises(NotFound):
        send_mail(elsewhere, of.case.number, About(), written)
    with pytest.raises(Forbidden):
        send_mail(cast.actor_with(Role.AUDITOR), of.case.number, About(), written)


@pytest.mark.django_db
def test_mails_are_read_by_who_reads_the_timeline(of: Cast) -> None:
    mail = write(of)
    reader = cast.actor_with(Role.AUDITOR)
    assert [line.subject for line in mails_of_case(reader, of.case.number)] == ["Your claim NM-77"]
    assert read_mail(reader, mail.id).body == "Good morning."
    with pytest.raises(Forbidden):
        outbox(reader)
    with pytest.raises(Forbidden):
        read_mail(cast.actor_with(Role.PROVIDER, group=cast.provider_group()), mail.id)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "start")),
        ("smtp://o:p%40s@mail.example:2525", MailServer("mail.example", 2525, "start", "o", "p@s")),
        ("smtps://mail.example", MailServer("mail.example", 465, "on")),
        ("smtp://127.0.0.1:25?tls=off", MailServer("127.0.0.1", 25, "off")),
    ],
)
def test_reads_the_address_of_a_mail_server(url: str, server: MailServer) -> None:
    assert parse_server(url) == server


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://x.example", "smtp://", "smtp://x.example?tls=no", "smtps://x.example?tls=off"],
)
def test_refuses_another_address_of_a_mail_server(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_server(url)
