"""Addresses of the distribution dashboard and of the form of its amounts."""

from django.urls import path

from openlien.web.cases import numbers as _case_numbers  # noqa: F401 (registers case numbers)
from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import views

app_name = "distribution"
CASE = "cases/<case_number:number>"
urlpatterns = [
    path(f"{CASE}/distribution", views.distribution, name="page"),
    path(f"{CASE}/distribution.<file_form:form>", views.distribution_file, name="file"),
    path(f"{CASE}/financial-information", views.edit, name="edit"),
]
