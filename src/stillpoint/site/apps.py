from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "stillpoint.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stillpoint.disclosure.holdings import hold_by
        from stillpoint.disclosure.withholding import withhold_by
        from stillpoint.site.wiring import WITHHOLDING
        from stillpoint.site.wiring_retention import HOLDINGS

        withhold_by(WITHHOLDING)
        hold_by(HOLDINGS)
