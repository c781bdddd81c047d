"""Addresses: the report of a case."""

from django.urls import path

from ..cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from . import views

app_name = "case_report"
urlpatterns = [path("cases/<case_number:number>/report.pdf", views.case_report, name="pdf")]
