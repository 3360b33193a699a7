from django.apps import AppConfig


class Jobs(AppConfig):
    name = "tuopin.jobs"
    label = "jobs"
