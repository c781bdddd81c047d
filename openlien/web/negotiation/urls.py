"""Addresses of the rooms of a negotiation; a room adds its line here."""

from django.urls import include, path

urlpatterns = [
    path("", include("openlien.web.negotiation.desk.urls")),
    path("", include("openlien.web.negotiation.distribution.urls")),
    path("", include("openlien.web.negotiation.outside.urls")),
    path("", include("openlien.web.negotiation.offers.urls")),
]
