from django.urls import path

from tuopin.web.places import views

urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/map.json", views.place_map, name="place_map"),
]
