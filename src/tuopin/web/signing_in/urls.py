from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from tuopin.web.signing_in import views

urlpatterns = [
    path("sign-in/", LoginView.as_view(template_name="web/signing_in/sign_in.html"), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("my/password/", views.own_password, name="own_password"),
    path("language/", views.choose_language, name="language"),
]
