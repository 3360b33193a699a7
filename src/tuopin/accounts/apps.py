from django.apps import AppConfig


class Accounts(AppConfig):
    name = "tuopin.accounts"
    label = "accounts"
