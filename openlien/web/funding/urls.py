"""Addresses of warehouse lines."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import drawer_views, line_views

app_name = "funding"
urlpatterns = [
    path("funding/", line_views.lines_page, name="lines"),
    path("funding/lines.<file_form:form>", line_views.lines_file, name="lines_file"),
    path("funding/new", drawer_views.new_line, name="new"),
    path("funding/<uuid:line_id>/", line_views.line_page, name="line"),
    path("funding/<uuid:line_id>/months.<file_form:form>", line_views.months_file, name="months_file"),
    path(
        "funding/<uuid:line_id>/movements.<file_form:form>",
        line_views.movements_file,
        name="movements_file",
    ),
    path("funding/<uuid:line_id>/bills.<file_form:form>", line_views.bills_file, name="bills_file"),
    path("funding/<uuid:line_id>/draw", drawer_views.draw_page, name="draw"),
    path("funding/<uuid:line_id>/repay", drawer_views.repay_page, name="repay"),
    path("funding/<uuid:line_id>/rate", drawer_views.rate_page, name="rate"),
    path("funding/<uuid:line_id>/accrue", drawer_views.accrue_page, name="accrue"),
    path(
        "funding/<uuid:line_id>/movements/<uuid:row_id>/take-back",
        drawer_views.take_back_movement,
        name="take_back",
    ),
    path(
        "funding/<uuid:line_id>/months/<uuid:row_id>/take-back",
        drawer_views.take_back_month,
        name="take_back_month",
    ),
]
