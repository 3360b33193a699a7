from django.urls import path

from tuopin.web.runs import views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/<uuid:key>/", views.run, name="run"),
]
