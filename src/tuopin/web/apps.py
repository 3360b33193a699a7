from django.apps import AppConfig


class Web(AppConfig):
    name = "tuopin.web"
    label = "web"
