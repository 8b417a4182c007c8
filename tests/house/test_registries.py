"""What a programme tells the rooms below it is told in every process, also one without pages."""

import os
import subprocess
import sys

from tests.house.tree import REPOSITORY

ASKED = """
import sys

import django

django.setup()
from ikue.casework.domain.obstacles import _tellers as obstacles
from ikue.casework.domain.origins import _tellers as origins
from ikue.casework.domain.understanding import _tellers as understandings
from ikue.casework.views.answering import OF_KIND

assert "config.urls" not in sys.modules, "the process has read the addresses of the pages"
print(len(obstacles), len(origins), len(understandings), *OF_KIND)
"""


def test_a_process_that_serves_no_page_knows_what_the_programmes_tell():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{REPOSITORY}/src:{REPOSITORY}",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=REPOSITORY, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["1", "1", "1", "multi_agency"], "")
