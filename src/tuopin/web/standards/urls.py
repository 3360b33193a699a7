from django.urls import path

from tuopin.web.standards import views

urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/<str:code>/", views.standard, name="standard"),
    path("standards/<str:code>/what-if/", views.what_if, name="what_if"),
]
