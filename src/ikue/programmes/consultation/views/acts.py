"""What the acts on a reception share: each is a page of one form."""

from functools import partial
from uuid import UUID

from django.urls import reverse

from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.domain.queries import ShownConsultation, show_consultation
from ikue.programmes.consultation.rules import received_it


def received(viewer: Viewer, shown: ShownConsultation) -> None:
    if not received_it(viewer, shown.record):
        raise NotAllowed("reception")


def to_detail(shown: ShownConsultation) -> str:
    return reverse("consultation:detail", args=[shown.record.pk])


def its_key(viewer: Viewer, shown: ShownConsultation) -> UUID:
    return shown.record.pk


on_reception = partial(Act, find=show_consultation, may=received, back=to_detail, key=its_key)
