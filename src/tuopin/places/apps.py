from django.apps import AppConfig


class Places(AppConfig):
    name = "tuopin.places"
    label = "places"
