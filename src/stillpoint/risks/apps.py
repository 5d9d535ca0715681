from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "stillpoint.risks"
    label = "risks"
    default_auto_field = "django.db.models.BigAutoField"
