from django.urls import path

from tuopin.web.imports import views

urlpatterns = [
    path("imports/", views.import_list, name="imports"),
    path("imports/<uuid:key>/", views.import_page, name="import"),
    path("imports/<uuid:key>/refused.xlsx", views.refused, name="import_refused"),
    path("imports/<uuid:key>/changes.xlsx", views.change_list, name="import_changes"),
    path("imports/<uuid:key>/<slug:act>/", views.act, name="import_act"),
]
