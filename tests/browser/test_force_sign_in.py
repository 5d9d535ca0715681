"""Sign-in with the force's own provider where its tenant is federated: the provider sends people on
to another address, which a browser would stop if a form had led there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from stillpoint.site import first_use
from stillpoint.site.settings_security import identity_provider
from tests.people.factories import make_officer
from tests.site.provider import CLIENT, SECRET, running


@pytest.mark.django_db(transaction=True)
def test_a_federated_tenant_signs_a_person_in(page: Any, live_server: Any, settings: Any) -> None:
    officer = make_officer("Amara Okafor")
    first_use.confirm_purpose(by=officer)
    with running() as tenant, running() as partner:
        elsewhere = partner.address.replace("127.0.0.1", "localhost")

        def sends_on(asked: dict[str, str]) -> Any:
            return "302 Found", [("Location", f"{elsewhere}/authorize?{urlencode(asked)}")], b""

        tenant.authorize = sends_on  # type: ignore[method-assign]
        tenant.claims = {"sub": "entra-1", "email": officer.email, "email_verified": True}
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider(tenant.address, CLIENT, SECRET)
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_role("button", name="Sign in with your force account").click()
        page.wait_for_url(f"{live_server.url}/")
    assert page.get_by_role("heading", name="Today").count() == 1
