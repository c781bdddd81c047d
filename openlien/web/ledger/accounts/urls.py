"""Addresses: case accounts: list, balance summary, account page, settings, status."""

from django.urls import URLPattern, path

from . import account_views, balance_views, exports, form_views, list_views, numbers

__all__ = ["numbers", "urlpatterns"]

ONE = "accounts/<account_number:number>"
urlpatterns: list[URLPattern] = [
    path("accounts/", list_views.account_list, name="accounts"),
    path("accounts/export.csv", exports.accounts_csv, name="accounts_csv"),
    path("accounts/export.xlsx", exports.accounts_xlsx, name="accounts_xlsx"),
    path("accounts/balances/", balance_views.balances, name="account_balances"),
    path("accounts/balances.csv", balance_views.balances_csv, name="account_balances_csv"),
    path(f"{ONE}/", account_views.overview, name="account"),
    path(f"{ONE}/entries", account_views.entries, name="account_entries"),
    path(f"{ONE}/entries.csv", exports.entries_csv, name="account_entries_csv"),
    path(f"{ONE}/transactions", account_views.account_transactions, name="account_transactions"),
    path(f"{ONE}/history", account_views.history, name="account_history"),
    path(f"{ONE}/settings", form_views.settings, name="account_settings"),
    path(f"{ONE}/status", form_views.change_status, name="account_status"),
    path(f"{ONE}/override", form_views.override, name="account_override"),
]
