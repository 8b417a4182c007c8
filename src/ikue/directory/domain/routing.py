"""Which branch serves an address: 日常生活圏域 for 地域包括支援センター, 担当地区 for 生活保護."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ikue.directory.domain.addresses import Place, read_place
from ikue.directory.enums import RoutedBy
from ikue.directory.models import (
    District,
    ServiceArea,
    Town,
    TownArea,
    TownDistrict,
    Window,
    WindowArea,
)

NO_TOWN = "住所から荒川区の町名を読み取れません。町名と丁目（例：荒川二丁目）を確かめてください。"
NO_CHOME = "{town}の何丁目かが分かりません。丁目まで確かめてください。"
NO_SUCH_CHOME = "{town}{chome}丁目という町丁目は荒川区にありません。住所を確かめてください。"
NO_BRANCH = "{town}の担当が決まっていない窓口があります（{windows}）。元の窓口に確かめてください。"
FOUND = "{town}の担当は、{branches}です。"
UNCONFIRMED = "圏域・地区の区切りは区の確認前です。受け付ける前に窓口へ確かめてください。"


@dataclass(frozen=True)
class Routing:
    """The branches for one place. `branches` is by the code of the listed window.

    `sentence` is for the clerk, whether or not anything was found.
    """

    sentence: str
    confirmed: bool = False
    """The ward has confirmed every row this answer rests on."""
    town: Town | None = None
    service_area: ServiceArea | None = None
    district: District | None = None
    branches: Mapping[str, Window] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        return self.town is not None


def route(place: str | Town, on: date) -> Routing:
    """Who serves this place on that day. An address that is not understood is said to be so."""
    if isinstance(place, Town):
        return route_town(place, on)
    read, town = _read(place, on)
    if read.town is None:
        return Routing(NO_TOWN)
    if read.chome is None:
        return Routing(NO_CHOME.format(town=read.town))
    if town is None:
        return Routing(NO_SUCH_CHOME.format(town=read.town, chome=read.chome))
    return route_town(town, on)


def town_at(address: str, on: date) -> Town | None:
    """町丁目 of an address alone, for whoever asks for no branch."""
    return _read(address, on)[1]


def _read(address: str, on: date) -> tuple[Place, Town | None]:
    """The ward's few dozen 町丁目 are asked for once: to read the address by, and to find it."""
    towns = list(Town.objects.in_force(on))
    read = read_place(address, {row.town for row in towns})
    found = (row for row in towns if (row.town, row.chome) == (read.town, read.chome))
    return read, next(found, None) if read.chome is not None else None


def route_town(town: Town, on: date) -> Routing:
    area_row = (
        TownArea.objects.in_force(on).filter(town=town).select_related("service_area").first()
    )
    district_row = (
        TownDistrict.objects.in_force(on).filter(town=town).select_related("district").first()
    )
    area = area_row.service_area if area_row else None
    district = district_row.district if district_row else None
    branches = {
        **branches_of(RoutedBy.SERVICE_AREA, area, on),
        **branches_of(RoutedBy.DISTRICT, district, on),
    }
    confirmed = all(row is None or row.confirmed_on for row in (area_row, district_row))
    sentence = route_sentence(town, branches, on) + ("" if confirmed else UNCONFIRMED)
    return Routing(sentence, confirmed, town, area, district, branches)


def branches_of(
    routed_by: RoutedBy, place: ServiceArea | District | None, on: date
) -> dict[str, Window]:
    """Per routed window the branch that serves the area. Two branches of one area: none of them."""
    if place is None:
        return {}
    served = (
        WindowArea.objects.in_force(on)
        .filter(**{routed_by.value: place}, window__parent__routed_by=routed_by)
        .select_related("window__parent")
    )
    in_force = {window.pk for window in Window.objects.in_force(on)}
    found: dict[str, list[Window]] = {}
    for row in served:
        if row.window_id in in_force and row.window.parent is not None:
            found.setdefault(row.window.parent.code, []).append(row.window)
    return {code: windows[0] for code, windows in found.items() if len(windows) == 1}


def route_sentence(town: Town, branches: Mapping[str, Window], on: date) -> str:
    routed = Window.objects.in_force(on).exclude(routed_by=RoutedBy.NONE)
    missing = [window.short_name for window in routed if window.code not in branches]
    if missing:
        return NO_BRANCH.format(town=town.name, windows="・".join(missing))
    names = "・".join(window.name for window in branches.values())
    return FOUND.format(town=town.name, branches=names)
