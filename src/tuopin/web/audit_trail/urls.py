from django.urls import path

from tuopin.web.audit_trail import views

urlpatterns = [
    path("audit/", views.entries, name="audit"),
    path("audit/chain/", views.chain_state, name="audit_chain"),
    path("audit/anchor.json", views.anchor, name="audit_anchor"),
]
