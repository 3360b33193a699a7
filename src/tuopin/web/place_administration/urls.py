from django.urls import path

from tuopin.web.place_administration import views

urlpatterns = [
    path("place-administration/", views.place_list, name="place_administration"),
    path("place-administration/refused.xlsx", views.refused_rows, name="places_refused"),
    path("place-administration/<str:code>/", views.place, name="administered_place"),
    path("place-administration/<str:code>/<slug:act>/", views.act, name="place_act"),
]
