from django.apps import AppConfig


class Intake(AppConfig):
    name = "tuopin.intake"
    label = "intake"
