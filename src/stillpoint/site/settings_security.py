"""The part of the settings that keeps the door: sessions, headers, passwords, sign-in."""

from __future__ import annotations

import environ
from csp.constants import NONCE, NONE, SELF

env = environ.Env()
_DEMO = env.bool("STILLPOINT_DEMO", default=False)
_HTTPS = env.bool("STILLPOINT_HTTPS", default=not _DEMO and not env.bool("STILLPOINT_DEBUG", False))

STILLPOINT_OIDC_ISSUER = env("STILLPOINT_OIDC_ISSUER", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Also holds for the redirects that follow: ``identity_provider`` leads on by a page.
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("STILLPOINT_BEHIND_PROXY", False) else None
)
# Behind a proxy every request comes from one address: limits go by the one that the proxy names.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Inactivity ends the session; each request starts the clock again.
SESSION_COOKIE_AGE = env.int("STILLPOINT_SESSION_MINUTES", default=30) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "stillpoint.site.faults.csrf_failed"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["stillpoint.site.by_address.ByAddress"]
# An address belongs to one person in the force; a leaver may have had it before them.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
# What a stranger's request gets: a posted form is shown again, to copy, and not thrown away.
STILLPOINT_SIGNED_OUT = "stillpoint.site.signing_in.signed_out"
# What a page shows again, to copy, when what was posted could not be taken.
STILLPOINT_TYPED = "stillpoint.site.typed.typed_values"

# Accounts come from the force's personnel system, are known by e-mail and never made by sign-up.
ACCOUNT_ADAPTER = "stillpoint.site.signing_in.Accounts"
ACCOUNT_FORMS = {
    "login": "stillpoint.site.sign_in_forms.SignIn",
    "reset_password": "stillpoint.site.sign_in_forms.AskForPassword",
    "reset_password_from_key": "stillpoint.site.sign_in_forms.ChoosePassword",
    "change_password": "stillpoint.site.sign_in_forms.ChangePassword",
}
# Whoever is not on record gets no letter from us: the page says the same in both cases.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Stillpoint: "
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
# In addition to allauth's own limits: a desk shared by a shift has one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "stillpoint.site.second_factor.SecondFactors"
MFA_TOTP_ISSUER = "Stillpoint"
# A code of half a minute before or after counts: nobody types at once, and telephones run slow (RFC
# 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
# The personnel system vouches for the address; nobody confirms it a second time here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A browser offers passkeys on plain HTTP for localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

# Who must have a second factor when signing in with a password: all, roles (those below) or nobody.
STILLPOINT_SECOND_FACTOR = env("STILLPOINT_SECOND_FACTOR", default="nobody" if _DEMO else "roles")
STILLPOINT_SECOND_FACTOR_ROLES = env.list(
    "STILLPOINT_SECOND_FACTOR_ROLES",
    default=[
        "rasso_lead",
        "ld_lead",
        "wellbeing_lead",
        "disclosure_officer",
        "analyst",
        "auditor",
        "administrator",
    ],
)
# True only when the provider demands a second factor of everybody who comes by it.
STILLPOINT_OIDC_ASKS_SECOND_FACTOR = env.bool("STILLPOINT_OIDC_ASKS_SECOND_FACTOR", default=False)

# Sign-in with the force's identity provider (Entra ID: give the single-tenant issuer,
# https://login.microsoftonline.com/TENANT/v2.0).
SOCIALACCOUNT_ADAPTER = "stillpoint.site.signing_in.ForceIdentity"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# True only when nobody but the force's own administrators can set an address in the tenant.
STILLPOINT_OIDC_EMAILS_ARE_VERIFIED = env.bool("STILLPOINT_OIDC_EMAILS_ARE_VERIFIED", default=False)


def identity_provider(issuer: str, client_id: str, secret: str) -> dict[str, object]:
    """allauth's settings for one OpenID Connect provider; none without an issuer."""
    if not issuer:
        return {}
    app = {
        "provider_id": "force",
        "name": "your force account",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = identity_provider(
    STILLPOINT_OIDC_ISSUER,
    env("STILLPOINT_OIDC_CLIENT_ID", default=""),
    env("STILLPOINT_OIDC_SECRET", default=""),
)
