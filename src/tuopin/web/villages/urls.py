from django.urls import path

from tuopin.web.villages import views

urlpatterns = [
    path("villages/<str:code>/", views.village, name="village"),
    path("villages/<str:code>/<str:fact>/", views.answer, name="village_answer"),
]
