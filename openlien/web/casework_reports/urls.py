"""Addresses: reports of casework on screen, as CSV, XLSX and PDF."""

from django.urls import path

from ..ledger.reports import urls as _forms  # noqa: F401 (registers the endings of files)
from . import views

app_name = "casework"
urlpatterns = [
    path("reports/", views.gallery, name="reports"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("reports/<slug:slug>.<report_form:form>", views.report_file, name="report_file"),
]
