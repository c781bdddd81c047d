"""Which rows of the audit trail belong to an object of the ledger, by the name people know it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.queries import AuditRow, RowsOf
from openlien.ledger.models import CaseAccount, GLAccount, JournalTemplate, Period, Posting, Seal

JOURNAL = re.compile(r"JE-(\d{4})-(\d{7,9})", re.ASCII)
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def rows_of_object(actor: Actor, name: str) -> tuple[RowsOf, ...]:
    """Return the rows of what is called so: a journal, case account, case, account, template or month.

    *Shapes*: JE-2026-0000012 or the id of a paper, CA-2026-0000001, CASE-2026-00001, 1200, the code of a
    template, 2026-11; nothing for a name nobody has. A journal brings its lines and attachments, a case
    account its papers, a case its account.
    *Raises*: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    asked = name.strip()
    if journal := _journal_id(asked):
        return _journal(journal)
    if account := _case_account(asked):
        return (
            RowsOf("ledger_caseaccount", str(account.id)),
            RowsOf("ledger_journalentry", str(account.id), column="case_account_id"),
            *((RowsOf("cases_case", str(account.case_id)),) if asked.upper().startswith("CASE-") else ()),
        )
    return _set_up(asked)


def months_in(actor: Actor, rows: Iterable[AuditRow]) -> dict[str, date]:
    """Return the months that rows of the trail are about, by the id of the row; empty where none is.

    *Raises*: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    asked = {row.row_id for row in rows if row.table == "ledger_period"}
    return {str(key): month for key, month in Period.objects.filter(id__in=asked).values_list("id", "month")}


def case_of_account(actor: Actor, number: str) -> str:
    """Return the number of the case whose account that is, or the same text when it is none.

    *Raises*: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    found = Case.objects.filter(account__number__iexact=number.strip()).values_list("number", flat=True)
    return found.first() or number


def _journal_id(name: str) -> UUID | None:
    if match := JOURNAL.fullmatch(name.upper()):
        year, serial = int(match[1]), int(match[2])
        seals = Seal.objects.filter(year=year, first_serial__lte=serial).order_by("-first_serial")
        # The journal's number is that of its seal plus its place in it.
        postings = Posting.objects.filter(seal__in=seals[:1], place=serial - F("seal__first_serial"))
        return postings.values_list("id", flat=True).first()
    try:
        return UUID(name)
    except ValueError:
        return None


def _journal(journal: UUID) -> tuple[RowsOf, ...]:
    name = str(journal)
    return (
        RowsOf("ledger_journalentry", name),
        RowsOf("ledger_journalline", name, column="journal_id"),
        RowsOf("ledger_journalattachment", name, column="journal_id"),
    )


def _case_account(name: str) -> CaseAccount | None:
    own = CaseAccount.objects.filter(number__iexact=name).first()
    return own or CaseAccount.objects.filter(case__number__iexact=name).first()


def _set_up(name: str) -> tuple[RowsOf, ...]:
    """Accounts of the chart, templates and months."""
    if match := MONTH.fullmatch(name):
        months = Period.objects.filter(month__year=int(match[1]), month__month=int(match[2]))
        return tuple(RowsOf("ledger_period", str(each)) for each in months.values_list("id", flat=True))
    accounts = GLAccount.objects.filter(number__iexact=name).values_list("id", flat=True)
    templates = JournalTemplate.objects.filter(code__iexact=name).values_list("id", flat=True)
    return (
        *(RowsOf("ledger_glaccount", str(each)) for each in accounts),
        *(RowsOf("ledger_journaltemplate", str(each)) for each in templates),
    )
