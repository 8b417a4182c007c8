"""Settings of the tests' own server: those of the benchmarks, without collected static files."""

from bench.settings import *  # noqa: F403

STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
