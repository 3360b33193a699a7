from django.urls import path

from tuopin.web.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="person_new"),
    path("people/<str:code>/", views.person, name="person"),
    path("people/<str:code>/<slug:act>/", views.act, name="person_act"),
]
