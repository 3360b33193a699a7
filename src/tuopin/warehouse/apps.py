from django.apps import AppConfig


class Warehouse(AppConfig):
    name = "tuopin.warehouse"
    label = "warehouse"
