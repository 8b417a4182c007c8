"""What others ask about community building; nothing here knows who was helped."""

from datetime import date

from django.db.models import QuerySet

from ikue.programmes.community.models import CommunityProject


def projects_in_force(on: date) -> QuerySet[CommunityProject]:
    """The plan's rows, in its order."""
    return CommunityProject.objects.in_force(on).select_related("field").order_by("order")
