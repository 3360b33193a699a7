"""Addresses, area by area."""

from django.urls import URLPattern, URLResolver, include, path

from tuopin.api.urls import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuopin.web.today.urls")),
    path("", include("tuopin.web.signing_in.urls")),
    path("", include("tuopin.web.audit_trail.urls")),
    path("", include("tuopin.web.changes.urls")),
    path("", include("tuopin.web.members.urls")),
    path("", include("tuopin.web.households.urls")),
    path("", include("tuopin.web.jobs.urls")),
    path("", include("tuopin.web.imports.urls")),
    path("", include("tuopin.web.people.urls")),
    path("", include("tuopin.web.places.urls")),
    path("", include("tuopin.web.place_administration.urls")),
    path("", include("tuopin.web.runs.urls")),
    path("", include("tuopin.web.villages.urls")),
    path("", include("tuopin.web.standards.urls")),
    path("", include("tuopin.web.tokens.urls")),
    path("", include("tuopin.web.help.urls")),
    path("api/v1/", api.urls),
]
