from ikue.directory.models.agency import Agency
from ikue.directory.models.appointment import Appointment
from ikue.directory.models.cover import Cover
from ikue.directory.models.district import District
from ikue.directory.models.field import Field
from ikue.directory.models.programme import Programme
from ikue.directory.models.service_area import ServiceArea
from ikue.directory.models.town import Town, TownArea, TownDistrict
from ikue.directory.models.validity import ValidityModel
from ikue.directory.models.ward_setting import WardSetting
from ikue.directory.models.window import Window
from ikue.directory.models.window_area import WindowArea

__all__ = [
    "Agency",
    "Appointment",
    "Cover",
    "District",
    "Field",
    "Programme",
    "ServiceArea",
    "Town",
    "TownArea",
    "TownDistrict",
    "ValidityModel",
    "WardSetting",
    "Window",
    "WindowArea",
]
