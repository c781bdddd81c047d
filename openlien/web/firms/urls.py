"""Addresses of law firms."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import contact_views, views

app_name = "firms"
urlpatterns = [
    path("firms/", views.firms, name="list"),
    path("firms/new", contact_views.new_firm, name="new"),
    path("firms.<file_form:form>", views.firms_file, name="list_file"),
    path("firms/<uuid:firm_id>/", views.firm, name="firm"),
    path("firms/<uuid:firm_id>/cases.<file_form:form>", views.cases_file, name="cases_file"),
    path("firms/<uuid:firm_id>/contacts", contact_views.contacts, name="contacts"),
]
