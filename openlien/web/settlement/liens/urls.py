"""Addresses of the liens of a case and of reductions across cases."""

from django.urls import path

from ...cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from ...portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)
from .. import exports
from . import form_views, queue_views, reduce_views, views

CASE = "cases/<case_number:number>/liens"

app_name = "liens"
urlpatterns = [
    path(CASE, views.liens, name="list"),
    path(f"{CASE}.<file_form:form>", exports.liens_file, name="file"),
    path(f"{CASE}/new", form_views.new_lien, name="new"),
    path(f"{CASE}/<uuid:lien_id>/edit", form_views.edit_lien, name="edit"),
    path(f"{CASE}/<uuid:lien_id>/reduction", reduce_views.reduction, name="reduce"),
    path("reductions/", queue_views.queue, name="queue"),
    path("reductions.<file_form:form>", exports.reductions_file, name="queue_file"),
    path("reductions/<uuid:proposal_id>/", queue_views.proposal, name="proposal"),
    path("reductions/<uuid:proposal_id>/approval", queue_views.approve, name="approve"),
    path("reductions/<uuid:proposal_id>/refusal", queue_views.refuse, name="refuse"),
]
