from django.contrib.auth.views import LogoutView
from django.urls import path

from tuopin.web.signing_in import entering, factors, views

urlpatterns = [
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/second/", entering.second_step, name="second_step"),
    path("sign-in/passkey/", entering.passkey, name="sign_in_passkey"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("my/password/", views.own_password, name="own_password"),
    path("my/second-factor/", factors.index, name="second_factor"),
    path("my/second-factor/totp/", factors.totp, name="second_factor_totp"),
    path("my/second-factor/key/", factors.key, name="second_factor_key"),
    path("my/second-factor/<slug:act>/", factors.act, name="second_factor_act"),
    path("language/", views.choose_language, name="language"),
]
