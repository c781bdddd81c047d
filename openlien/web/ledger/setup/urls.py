"""Addresses: chart of accounts, cost centers, departments, the ledger's policy."""

from django.urls import URLPattern, path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import account_views, chart_import, chart_views, dimension_views, policy_views


def _dimension(which: str) -> list[URLPattern]:
    name, given = which.replace("-", "_"), {"which": which}
    return [
        path(f"{which}/", dimension_views.dimension_list, given, name=name),
        path(f"{which}/new", dimension_views.new_dimension, given, name=f"{name}_new"),
        path(f"{which}/<str:code>", dimension_views.edit_dimension, given, name=f"{name}_edit"),
    ]


urlpatterns: list[URLPattern] = [
    path("chart/", chart_views.chart, name="chart"),
    path("chart/new", chart_views.new_account, name="gl_account_new"),
    path("chart/import", chart_import.import_page, name="chart_import"),
    path("chart/export.<file_form:form>", chart_views.export, name="chart_export"),
    path("chart/<str:number>/", account_views.account, name="gl_account"),
    path("chart/<str:number>/edit", chart_views.edit_account, name="gl_account_edit"),
    path("chart/<str:number>/lines.<file_form:form>", account_views.export, name="gl_account_export"),
    *_dimension("cost-centers"),
    *_dimension("departments"),
    path("policy/", policy_views.policy, name="policy"),
    path("policy/edit", policy_views.edit_policy, name="policy_edit"),
]
