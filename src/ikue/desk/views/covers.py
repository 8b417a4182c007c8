"""不在代理: arranged by the window's manager or 主任, ended early where somebody is back."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from ikue.desk.domain.covers import (
    arrange_cover,
    colleagues_for_cover,
    covers_of,
    end_early,
    find_cover,
)
from ikue.desk.forms.covers import CoverForm, EndCoverForm
from ikue.directory.models import Cover
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, screen


def own_window(viewer: Viewer) -> UUID:
    return viewer.window_id


def colleagues(viewer: Viewer, window: UUID) -> dict[str, Any]:
    return {"staff": colleagues_for_cover(viewer)}


def carry_cover(window: UUID, form: CoverForm, viewer: Viewer) -> Cover:
    return arrange_cover(absence=form.to_absence(), by=viewer)


def carry_end(found: Cover, form: EndCoverForm, viewer: Viewer) -> Cover:
    return end_early(cover_id=found.pk, by=viewer, at=viewer.at)


def who_acts(made: Cover) -> str:
    absent, deputy = made.absent.account.name, made.deputy.account.name
    return f"{deputy}さんが{absent}さんの代理をします。担当者は{absent}さんのままです。"


def who_acts_no_more(ended: Cover) -> str:
    return f"{ended.deputy.account.name}さんの代理を解きました。"


def to_covers(*about: object) -> str:
    return reverse("desk:covers")


covers = screen(
    Act(
        name="cover", title="不在代理", button="代理を決める", form=CoverForm, find=own_window,
        options=colleagues, carry_out=carry_cover, done=who_acts, leads_to=to_covers,
        back=lambda window: reverse("desk:home"), key=lambda viewer, window: "",
        beside=lambda visit, form: {"covers": covers_of(visit.viewer)},
        template="desk/covers.html",
    )
)  # fmt: skip
end = screen(
    Act(
        name="cover_end", title="代理を解く", button="代理を解く", form=EndCoverForm,
        lead="解いた瞬間から、代理の職員はこの方の担当の記録を、代理としては開けなくなります。"
        "書きかけは残ります。",
        find=find_cover, carry_out=carry_end, done=who_acts_no_more, back=to_covers,
        keeps_draft=False, template="desk/cover_end.html",
    )
)  # fmt: skip
