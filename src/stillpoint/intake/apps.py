from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "stillpoint.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
