"""Addresses of the case pages."""

from django.urls import path

from ..activity import entry_views, tab_views
from ..documents.views import case_documents
from ..ledger.accounts.account_views import account_of_case
from ..negotiation.desk.views import negotiation
from ..negotiation.outside.views import outside
from ..settlement.page import settlement_page
from . import (
    case_views,
    company_views,
    correction_views,
    exports,
    file_views,
    form_views,
    list_views,
    numbers,
)

__all__ = ["numbers", "urlpatterns"]

app_name = "cases"
# The address of each part of the case file, and what the views call it.
FILE_PARTS = (
    ("plaintiffs", "plaintiff"),
    ("injuries", "injury"),
    ("policies", "coverage"),
    ("expenses", "expense"),
)
urlpatterns = [
    path("cases/", list_views.case_list, name="list"),
    path("cases/firms", list_views.firm_options, name="firm_options"),
    path("cases/groups", list_views.group_options, name="group_options"),
    path("cases/export.csv", exports.cases_csv, name="export_csv"),
    path("cases/export.xlsx", exports.cases_xlsx, name="export_xlsx"),
    path("cases/<case_number:number>/", case_views.summary, name="case"),
    path("cases/<case_number:number>/negotiation", negotiation, name="negotiation"),
    path("cases/<case_number:number>/outside", outside, name="outside"),
    path("cases/<case_number:number>/settlement", settlement_page, name="settlement"),
    path("cases/<case_number:number>/bills", case_views.bills, name="bills"),
    path("cases/<case_number:number>/bills.csv", exports.bills_csv, name="bills_csv"),
    path("cases/<case_number:number>/money", case_views.money, name="money"),
    path("cases/<case_number:number>/documents", case_documents, name="documents"),
    path("cases/<case_number:number>/activity", tab_views.activity, name="activity"),
    path("cases/<case_number:number>/calls/new", tab_views.new_call, name="new_call"),
    path("cases/<case_number:number>/contacts", entry_views.contact, name="contact"),
    path("cases/<case_number:number>/account", account_of_case, name="account"),
    path("cases/<case_number:number>/stage-changes/new", form_views.change_stage, name="change_stage"),
    path("cases/<case_number:number>/receipts/new", form_views.record_payment, name="record_payment"),
    path(
        "cases/<case_number:number>/bills/<uuid:bill_id>/adjustments/new",
        form_views.record_adjustment,
        name="record_adjustment",
    ),
    path(
        "cases/<case_number:number>/receipts/<uuid:receipt_id>/reverse",
        correction_views.reverse_receipt,
        name="reverse_receipt",
    ),
    path(
        "cases/<case_number:number>/adjustments/<uuid:adjustment_id>/reverse",
        correction_views.reverse_adjustment,
        name="reverse_adjustment",
    ),
    path(
        "cases/<case_number:number>/write-offs/<uuid:request_id>",
        correction_views.decide_write_off,
        name="decide_write_off",
    ),
]
urlpatterns += [
    path("cases/<case_number:number>/facts", file_views.facts, name="facts"),
    path("cases/<case_number:number>/patient", file_views.patient, name="patient"),
    path("cases/insurers", company_views.insurer_options, name="insurer_options"),
    path("cases/administrators", company_views.administrator_options, name="administrator_options"),
]
for folder, part in FILE_PARTS:
    one = f"cases/<case_number:number>/{folder}/<uuid:row_id>"
    urlpatterns += [
        path(f"cases/<case_number:number>/{folder}/new", file_views.new, {"part": part}, name=f"{part}_new"),
        path(one, file_views.row, {"part": part}, name=part),
        path(f"{one}/remove", file_views.remove, {"part": part}, name=f"{part}_remove"),
    ]
