from django.urls import path

from tuopin.web.changes import views

urlpatterns = [
    path("changes/", views.change_list, name="changes"),
    path("changes/<uuid:key>/", views.change, name="change"),
    path("households/<str:code>/changes/<str:kind>/", views.propose, name="change_propose"),
]
