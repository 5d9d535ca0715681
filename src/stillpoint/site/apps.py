from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "stillpoint.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stillpoint.disclosure.withholding import withhold_by
        from stillpoint.site.wiring import WITHHOLDING

        withhold_by(WITHHOLDING)
