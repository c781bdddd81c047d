"""The templates that the product comes with; an office makes them its own."""

from __future__ import annotations

_NEGOTIATION = """\
Dear {{adjuster}},

This is where the negotiation of {{negotiation_date}} stands.

Our case: {{case_number}}
Your claim: {{claim_number}}
Insured: {{insured}}
Plaintiff: {{plaintiff}}

Demand: {{demand}}
Offer: {{offer}}
Settlement: {{settlement_amount}}

Please answer this mail if anything above differs from your file.

{{sender}}
{{company}}"""

_SETTLEMENT = """\
Dear {{adjuster}},

We confirm the settlement of {{settlement_date}}.

Our case: {{case_number}}
Your claim: {{claim_number}}
Plaintiff: {{plaintiff}}
Type: {{settlement_type}}
Amount: {{settlement_amount}}
Received so far: {{received}}

Please let us know when we can expect the release and the check.

{{sender}}
{{company}}"""

_GENERAL = """\
Dear {{attorney}},

I am writing about case {{case_number}}.

{{sender}}
{{company}}"""


def _mail(kind: str, name: str, subject: str, body: str) -> dict[str, str]:
    return {"form": "mail", "kind": kind, "name": name, "subject": subject, "body": body}


def _note(kind: str, name: str, body: str) -> dict[str, str]:
    return {"form": "note", "kind": kind, "name": name, "subject": "", "body": body}


STANDARD = (
    _mail("negotiation", "[Negotiation]", "Negotiation, case {{case_number}}", _NEGOTIATION),
    _mail("settlement", "[Settlement]", "Settlement, case {{case_number}}", _SETTLEMENT),
    _mail("general", "[Case]", "Case {{case_number}}", _GENERAL),
    _note(
        "negotiation",
        "Demand sent",
        "Demand sent with medical records and bills. Answer asked for within 30 days.",
    ),
    _note(
        "negotiation",
        "Offer received",
        "Offer received by phone. Written confirmation asked for.",
    ),
    _note("negotiation", "Left a message", "Left a message and asked for a call back."),
    _note(
        "negotiation",
        "Discussed with client",
        "Offer discussed with the client, who will decide and call back.",
    ),
    _note(
        "negotiation",
        "Policy limits",
        "Asked for the declaration page and an affidavit of no other insurance.",
    ),
    _note("general", "Status asked for", "Asked {{law_firm}} where the case stands."),
)
