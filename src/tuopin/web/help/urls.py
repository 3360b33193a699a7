from django.urls import path

from tuopin.web.help import views

urlpatterns = [path("help/", views.help_page, name="help")]
