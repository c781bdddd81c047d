"""Addresses of the settlement calculation of a case."""

from django.urls import path

from ...cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from . import views, what_ifs

PAGE = "cases/<case_number:number>/settlement/calculation"

app_name = "calculation"
urlpatterns = [
    path(PAGE, views.calculation, name="page"),
    path(f"{PAGE}/preview", views.preview, name="preview"),
    path(f"{PAGE}/what-ifs", what_ifs.add, name="what_if"),
    path(f"{PAGE}/what-ifs/delete", what_ifs.delete, name="what_if_delete"),
]
