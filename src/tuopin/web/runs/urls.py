from django.urls import path

from tuopin.web.runs import views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/start/", views.start, name="run_start"),
    path("runs/<uuid:key>/", views.run, name="run"),
]
