"""Addresses of the Negotiation/Settlement page; the page itself is a tab of the case."""

from django.urls import path

from ..cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from ..portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)
from . import exports
from .checks import views as checks
from .rounds import view_panel
from .rounds import views as rounds
from .settlements import views as settlements
from .setup import views as setup

CASE = "cases/<case_number:number>/settlement"
ROUND = f"{CASE}/rounds/<uuid:round_id>"
ONE = f"{CASE}/settlements/<uuid:settlement_id>"
CHECK = f"{CASE}/checks/<uuid:check_id>"

app_name = "settlement"
urlpatterns = [
    path(f"{CASE}/view", view_panel.panel, name="view"),
    path(f"{CASE}/view/print", view_panel.paper, name="view_print"),
    path(f"{CASE}/rounds.<file_form:form>", exports.rounds_file, name="rounds_file"),
    path(f"{CASE}/settlements.<file_form:form>", exports.settlements_file, name="settlements_file"),
    path(f"{ONE}/checks.<file_form:form>", exports.checks_file, name="checks_file"),
    path(f"{CASE}/firms", rounds.firm_options, name="firms"),
    path(f"{CASE}/rounds/new", rounds.new_round, name="round_new"),
    path(f"{CASE}/rounds/continue", rounds.continue_round, name="round_continue"),
    path(ROUND, rounds.edit_round, name="round"),
    path(f"{ROUND}/delete", rounds.remove_round, name="round_delete"),
    path(f"{ROUND}/print", rounds.paper, name="round_print"),
    path(f"{CASE}/settlements/new", settlements.new_settlement, name="settlement_new"),
    path(ONE, settlements.edit_settlement, name="settlement"),
    path(f"{ONE}/delete", settlements.remove_settlement, name="settlement_delete"),
    path(f"{ONE}/print", settlements.paper, name="settlement_print"),
    path(f"{ONE}/fees/new", settlements.new_fee, name="fee_new"),
    path(f"{ONE}/checks/statuses", checks.change_status_of_several, name="check_statuses"),
    path(f"{CASE}/checks/new", checks.new_check, name="check_new"),
    path(f"{CASE}/checks/distribution", checks.distribution, name="check_distribution"),
    path(CHECK, checks.edit_check, name="check"),
    path(f"{CHECK}/delete", checks.remove_check, name="check_delete"),
    path("ledger/escrow-accounts/", setup.escrow_list, name="escrow_accounts"),
    path("ledger/escrow-accounts/new", setup.new_escrow, name="escrow_account_new"),
    path("ledger/escrow-accounts/<uuid:row_id>", setup.edit_escrow, name="escrow_account"),
    path("ledger/settlement-types/", setup.type_list, name="types"),
    path("ledger/settlement-types/new", setup.new_type, name="type_new"),
    path("ledger/settlement-types/<uuid:row_id>", setup.edit_type, name="type"),
]
