"""Addresses of offers: those of a case, and those across cases."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from ...cases import numbers as _numbers  # noqa: F401 (registers the number of a case)
from . import case_views, letter_views, list_views, policy_views, queue_views, record_views, step_views

CASE = "cases/<case_number:number>/offers"
OFFER = f"{CASE}/<uuid:offer_id>"

app_name = "offers"
urlpatterns = [
    path(CASE, case_views.case_offers_page, name="case_offers"),
    path(f"{CASE}.<file_form:form>", case_views.case_offers_file, name="case_file"),
    path(f"{CASE}/new", record_views.new, name="new"),
    path(f"{CASE}/check", record_views.check, name="check"),
    path(f"{CASE}/by-hand", record_views.by_hand, name="by_hand"),
    path(f"{OFFER}/", case_views.offer_page, name="offer"),
    path(f"{OFFER}/change", record_views.change, name="change"),
    path(f"{OFFER}/counter", record_views.counter, name="counter"),
    path(f"{OFFER}/letter", letter_views.letter_file, name="letter_file"),
    path(f"{OFFER}/steps/<slug:step>", step_views.step_page, name="step"),
    path(f"{OFFER}/decision/<slug:step>", step_views.decide_page, name="decide"),
    path("offers/", list_views.offers_page, name="list"),
    path("offers/list.<file_form:form>", list_views.offers_file, name="list_file"),
    path("offers/approvals/", queue_views.queue, name="queue"),
    path("offers/approvals/<uuid:offer_id>", queue_views.queue_offer, name="queue_offer"),
    path("offers/policy/", policy_views.policy_page, name="policy"),
    path("offers/letter/", letter_views.editor, name="letter"),
    path("offers/letter/preview", letter_views.preview, name="letter_preview"),
    path("offers/letter/example", letter_views.example_file, name="letter_example"),
]
