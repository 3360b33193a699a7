from django.urls import path

from tuopin.web.today import views

urlpatterns = [path("", views.today, name="today")]
