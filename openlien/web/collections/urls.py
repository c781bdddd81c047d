"""Addresses of Collections."""

from django.urls import path

from ..cases import numbers
from . import bulk_views, exports, list_views, own_views, peek

__all__ = ["numbers", "urlpatterns"]

app_name = "collections"
urlpatterns = [
    path("", list_views.collections, name="list"),
    path("firms/<uuid:firm_id>/rows", list_views.firm_rows, name="rows"),
    path("peek/<case_number:case_number>", peek.peek, name="peek"),
    path("views", own_views.save, name="save_view"),
    path("views/<uuid:view_id>", own_views.rename, name="rename_view"),
    path("views/<uuid:view_id>/delete", own_views.delete, name="delete_view"),
    path("assign", bulk_views.assign, name="assign"),
    path("follow-up", bulk_views.follow_up, name="follow_up"),
    path("undo/<uuid:token>", bulk_views.undo, name="undo"),
    path("export.csv", exports.collections_csv, name="export_csv"),
    path("export.xlsx", exports.collections_xlsx, name="export_xlsx"),
]
