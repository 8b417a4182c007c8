"""What is committed from others is exactly what the manifest says."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
VENDOR = REPOSITORY / "src/ikue/ui/static/ui/vendor"
LIMIT = 4 * 1024 * 1024


def check(tools):
    command = [sys.executable, str(tools / "vendor.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def copy(folder):
    shutil.copytree(VENDOR, folder / "src/ikue/ui/static/ui/vendor")
    (folder / "tools").mkdir()
    shutil.copy(REPOSITORY / "tools/vendor.py", folder / "tools")
    return folder / "src/ikue/ui/static/ui/vendor"


def test_files_match_the_manifest():
    assert check(REPOSITORY / "tools").returncode == 0


def test_a_changed_a_missing_and_an_unlisted_file_are_found(tmp_path):
    copied = copy(tmp_path)
    (copied / "design-tokens/tokens.css").write_text("changed")
    (copied / "biz-udpgothic/OFL.txt").unlink()
    (copied / "extra.css").write_text("")
    found = check(tmp_path / "tools")
    assert found.returncode == 1
    assert found.stderr.strip() == (
        "Not as the manifest says: biz-udpgothic/OFL.txt, design-tokens/tokens.css, extra.css"
    )


def test_every_package_names_its_licence_and_carries_its_text():
    packages = json.loads((VENDOR / "manifest.json").read_text("utf-8"))["packages"]
    assert [(one["name"], one["version"], one["licence"]) for one in packages] == [
        ("@digital-go-jp/design-tokens", "1.1.9", "MIT"),
        ("@fontsource/biz-udpgothic", "5.3.0", "OFL-1.1"),
    ]
    for package in packages:
        assert [name for name in package["files"] if name.endswith(("LICENSE.txt", "OFL.txt"))]


def test_the_weight_of_it_all():
    assert sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file()) <= LIMIT
