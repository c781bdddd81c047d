"""Addresses of the desk of a case; its page itself is a tab, `cases:negotiation`."""

from django.urls import path

from . import bill_views, edit_form, edit_views, export_views, views

app_name = "desk"
CASE = "cases/<case_number:number>/negotiation/"
urlpatterns = [
    path(f"{CASE}cards", views.cards, name="cards"),
    path(f"{CASE}bills.csv", export_views.bills_csv, name="csv"),
    path(f"{CASE}bills/<uuid:bill_id>", bill_views.bill, name="bill"),
    path(f"{CASE}bills/<uuid:bill_id>/notes", bill_views.note, name="note"),
    path(f"{CASE}bill-offers", edit_views.set_bill_offers, name="set"),
    path(f"{CASE}bill-offers/preview", edit_views.preview_bill_offers, name="preview"),
    path(f"{CASE}bill-offers/undo", edit_views.undo_bill_offers, name="undo"),
    path(f"{CASE}bill-offers/undo-last", edit_views.undo_from_message, name="undo_form"),
    path(f"{CASE}bill-offers/edit", edit_form.edit_offers, name="edit"),
]
