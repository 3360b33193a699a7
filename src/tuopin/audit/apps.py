from django.apps import AppConfig


class Audit(AppConfig):
    name = "tuopin.audit"
    label = "audit"
