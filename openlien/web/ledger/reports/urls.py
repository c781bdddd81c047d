"""Addresses: financial reports on screen, as CSV, XLSX and PDF."""

from django.urls import URLPattern, path, register_converter

from . import views


class ReportForm:
    """The ending of a report's file."""

    regex = "csv|xlsx|pdf"

    def to_python(self, value: str) -> str:
        """The ending as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The ending as it stands."""
        return value


register_converter(ReportForm, "report_form")

urlpatterns: list[URLPattern] = [
    path("reports/", views.gallery, name="reports"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("reports/<slug:slug>.<report_form:form>", views.report_file, name="report_file"),
]
