from django.urls import path

from tuopin.web.tokens import views

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<uuid:key>/revoke/", views.revoke, name="token_revoke"),
]
