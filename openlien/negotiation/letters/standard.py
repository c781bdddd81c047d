"""The letter as it is before anybody changed it."""

SUBJECT = "Offer no. {{offer_number}} on the bills of {{patient}}, {{case_number}}"
BODY = """\
Dear {{attorney}},

We hold the lien on {{bill_count}} for the treatment of {{patient}} after the accident of {{loss_date}}. \
Together they retail for {{retail}}.

To settle them all we accept {{amount}}. That is {{percent}} of retail, or {{reduction}} less:

{{bills}}

{{terms}}

This offer holds until the end of {{holds_until}}. It settles these bills once it is accepted in writing and \
paid in full; until then each of them stays due at retail.

Please send your answer with the number {{case_number}}. We are glad to talk it through.

Sincerely,

{{sender}}
{{company}}
"""
