from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Registry(AppConfig):
    name = "tuopin.registry"
    label = "registry"

    def ready(self) -> None:
        from tuopin.registry.tables import after_migration  # noqa: PLC0415 - models exist only now

        post_migrate.connect(after_migration, sender=self)
