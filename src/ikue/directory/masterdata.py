from ikue.kernel.masterdata import Source

SOURCES = (
    Source(model="directory.Field", file="fields.csv", key=("code",)),
    Source(model="directory.Programme", file="programmes.csv", key=("code",)),
    Source(model="directory.Agency", file="agencies.csv", key=("code",)),
    Source(
        model="directory.Window",
        file="windows.csv",
        key=("code",),
        links={
            "agency": ("directory.Agency", "code"),
            "field": ("directory.Field", "code"),
            "programme": ("directory.Programme", "code"),
            "parent": ("directory.Window", "code"),
        },
    ),
    Source(model="directory.ServiceArea", file="service_areas.csv", key=("code",)),
    Source(model="directory.District", file="districts.csv", key=("code",)),
    Source(model="directory.Town", file="towns.csv", key=("name",)),
    Source(
        model="directory.TownArea",
        file="town_areas.csv",
        key=("town", "service_area", "valid_from"),
        links={
            "town": ("directory.Town", "name"),
            "service_area": ("directory.ServiceArea", "code"),
        },
    ),
    Source(
        model="directory.TownDistrict",
        file="town_districts.csv",
        key=("town", "district", "valid_from"),
        links={"town": ("directory.Town", "name"), "district": ("directory.District", "code")},
    ),
    Source(
        model="directory.WindowArea",
        file="window_areas.csv",
        key=("window", "service_area", "district", "valid_from"),
        links={
            "window": ("directory.Window", "code"),
            "service_area": ("directory.ServiceArea", "code"),
            "district": ("directory.District", "code"),
        },
    ),
    Source(model="directory.WardSetting", file="ward_settings.csv", key=("key", "valid_from")),
)
