"""Is the process up; can it serve? No answer here says anything about anybody."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

READY = (
    "SELECT current_user = 'ikue_app'"
    " AND has_function_privilege('wall.record_look(jsonb)', 'EXECUTE')"
    " AND NOT pg_is_in_recovery()"
)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "up"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database reachable as the application role, and the record of looking writable."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(READY)
            ready = bool(cursor.fetchone()[0])
    except DatabaseError:
        ready = False
    return JsonResponse({"status": "ready" if ready else "not ready"}, status=200 if ready else 503)
