from django.apps import AppConfig


class Tokens(AppConfig):
    name = "tuopin.accounts.tokens"
    label = "tokens"
