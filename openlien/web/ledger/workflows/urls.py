"""Addresses: what happens on a case account."""

from django.urls import URLPattern, path

from . import account_moves, claim_views, opening_views, provider_views

ONE = "accounts/<account_number:number>"
urlpatterns: list[URLPattern] = [
    path("accounts/new/", opening_views.new_account, name="account_new"),
    path("accounts/options/facilities", claim_views.facility_options, name="facility_options"),
    path("accounts/options/firms", opening_views.firm_options, name="law_firm_options"),
    path(f"{ONE}/charges", claim_views.charges, name="account_charges"),
    path(f"{ONE}/charges/new", claim_views.approve, name="account_claim"),
    path(f"{ONE}/charges/<uuid:bill_id>", claim_views.adjust, name="account_charge"),
    path(f"{ONE}/charges/<uuid:bill_id>/payment", provider_views.pay, name="account_provider_payment"),
    path(f"{ONE}/settlement", account_moves.settle, name="account_settlement"),
    path(f"{ONE}/refund", account_moves.refund, name="account_refund"),
    path(f"{ONE}/closing", account_moves.close, name="account_closing"),
    path(f"{ONE}/opening", opening_views.opening_entry, name="account_opening"),
]
