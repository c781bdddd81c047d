"""Addresses of outside bills; their tab stands among the pages of cases."""

from django.urls import path

from openlien.web.cases import numbers as _case_numbers  # noqa: F401 (registers case numbers)
from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import drawer_views, pack_views, views

app_name = "outside"
CASE = "cases/<case_number:number>/outside"
urlpatterns = [
    path(f"{CASE}/new", drawer_views.add, name="add"),
    path(f"{CASE}/bills.<file_form:form>", views.outside_file, name="file"),
    path(f"{CASE}/evidence", pack_views.evidence, name="evidence"),
    path(f"{CASE}/evidence.pdf", pack_views.evidence_file, name="evidence_file"),
    path(f"{CASE}/<uuid:bill_id>/", drawer_views.change, name="change"),
    path(f"{CASE}/<uuid:bill_id>/removal", drawer_views.remove, name="remove"),
]
