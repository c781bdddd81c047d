"""Addresses: payment plans and reminders of a case."""

from django.urls import path

from . import views

app_name = "plans"
CASE = "cases/<case_number:number>"
urlpatterns = [
    path(f"{CASE}/payment-plan/new", views.new_plan, name="new"),
    path(f"{CASE}/payment-plan/change", views.change_plan, name="change"),
    path(f"{CASE}/payment-plan/cancel", views.cancel_plan, name="cancel"),
    path(f"{CASE}/payment-reminders/new", views.remind, name="remind"),
    path(f"{CASE}/payments.csv", views.history_csv, name="history_csv"),
]
