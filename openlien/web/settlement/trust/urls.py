"""Addresses of trust accounts."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import account_views, bank_views, line_views, month_views, transfer_views

app_name = "trust"
urlpatterns = [
    path("trust/", account_views.accounts_page, name="accounts"),
    path("trust/<uuid:account_id>/", account_views.ledger_page, name="ledger"),
    path("trust/<uuid:account_id>/ledger.<file_form:form>", account_views.ledger_file, name="ledger_file"),
    path("trust/<uuid:account_id>/clients/", account_views.clients_page, name="clients"),
    path("trust/<uuid:account_id>/clients.<file_form:form>", account_views.clients_file, name="clients_file"),
    path("trust/<uuid:account_id>/clients/<str:number>/", account_views.client_page, name="client"),
    path(
        "trust/<uuid:account_id>/clients/<str:number>/transfer",
        transfer_views.transfer_page,
        name="transfer",
    ),
    path("trust/<uuid:account_id>/outstanding/", account_views.outstanding_page, name="outstanding"),
    path("trust/<uuid:account_id>/bank/", bank_views.bank_page, name="bank"),
    path("trust/<uuid:account_id>/bank/import", bank_views.upload_page, name="upload"),
    path("trust/<uuid:account_id>/bank/match", bank_views.match_all, name="match_all"),
    path("trust/statements/<uuid:statement_id>/", bank_views.statement_page, name="statement"),
    path("trust/statements/<uuid:statement_id>/read", bank_views.read_statement, name="read"),
    path("trust/statements/<uuid:statement_id>/discard", bank_views.discard, name="discard"),
    path("trust/statements/<uuid:statement_id>/back", bank_views.take_back, name="take_back"),
    path("trust/lines/<uuid:line_id>/", line_views.line_page, name="line"),
    path("trust/lines/<uuid:line_id>/apart", line_views.apart, name="apart"),
    path("trust/lines/<uuid:line_id>/mistake", line_views.mistake, name="mistake"),
    path("trust/lines/<uuid:line_id>/mistake/back", line_views.mistake_back, name="mistake_back"),
    path("trust/<uuid:account_id>/months/", month_views.months_page, name="months"),
    path("trust/<uuid:account_id>/months/<str:month>/", month_views.month_page, name="month"),
    path("trust/<uuid:account_id>/months/<str:month>/complete", month_views.complete_page, name="complete"),
]
