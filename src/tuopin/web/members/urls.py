from django.urls import path

from tuopin.web.members import views

MEMBER = "households/<str:code>/members/<int:number>/"
urlpatterns = [
    path("households/<str:code>/members/join/", views.join, name="member_join"),
    path(MEMBER, views.member, name="member"),
    path(f"{MEMBER}leave/", views.leave, name="member_leave"),
    path(f"{MEMBER}identity/", views.identity, name="member_identity"),
    path(f"{MEMBER}consents/", views.consents, name="member_consents"),
]
