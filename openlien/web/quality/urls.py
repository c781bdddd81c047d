"""Addresses of the data quality pages."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import views

app_name = "quality"
urlpatterns = [
    path("quality/", views.overview, name="home"),
    path("quality/kinds.<file_form:form>", views.overview_file, name="kinds-export"),
    path("quality/<slug:code>/", views.records, name="records"),
    path("quality/<slug:code>.<file_form:form>", views.records_file, name="records-export"),
]
