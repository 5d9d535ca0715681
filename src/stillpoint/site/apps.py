from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "stillpoint.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stillpoint.cases.before_trial import hold_back_by
        from stillpoint.disclosure.holdings import hold_by
        from stillpoint.disclosure.recording import record_by
        from stillpoint.disclosure.withholding import withhold_by
        from stillpoint.site import sign_in_trail
        from stillpoint.site.wiring import HELD_BACK, WITHHOLDING
        from stillpoint.site.wiring_retention import HOLDINGS, RECORDING

        sign_in_trail.listen()
        withhold_by(WITHHOLDING)
        hold_back_by(HELD_BACK)
        hold_by(HOLDINGS)
        record_by(RECORDING)
