"""``/health``: can the database be reached, and is the worker alive. Nothing secret."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from stillpoint.site.opening import open_to_all


@open_to_all("a monitor without an account asks it; it says two booleans")
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when both hold, 503 when either does not."""
    found = {"database": database_answers(), "worker": False}
    found["worker"] = found["database"] and worker_lives()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() is not None
    except Error:
        return False


def worker_lives() -> bool:
    from stillpoint.events import working

    try:
        return bool(working.is_alive())
    except Error:
        return False
