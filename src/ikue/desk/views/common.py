"""What the desk's views share: a page with a status."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"desk/{template}.html", dict(context), status=status)
