"""Fetch the committed third-party files of the screens, or check them (maintainers only).

    python tools/vendor.py          # npm pack each package, copy its files, write the manifest
    python tools/vendor.py --check  # compare the committed files with the manifest

Neither installing nor running Ikue needs npm: what this writes is committed.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src/ikue/ui/static/ui/vendor"
MANIFEST = VENDOR / "manifest.json"


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files we keep, and under which name."""

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str]


PACKAGES = (
    Package(
        name="@digital-go-jp/design-tokens",
        version="1.1.9",
        licence="MIT",
        folder="design-tokens",
        files={"dist/tokens.css": "tokens.css", "LICENSE": "LICENSE.txt"},
    ),
    Package(
        name="@fontsource/biz-udpgothic",
        version="5.3.0",
        licence="OFL-1.1",
        folder="biz-udpgothic",
        files={
            "files/biz-udpgothic-japanese-400-normal.woff2": "japanese-400.woff2",
            "files/biz-udpgothic-japanese-700-normal.woff2": "japanese-700.woff2",
            "files/biz-udpgothic-latin-400-normal.woff2": "latin-400.woff2",
            "files/biz-udpgothic-latin-700-normal.woff2": "latin-700.woff2",
            "LICENSE": "OFL.txt",
        },
    ),
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, into: Path) -> None:
    """Ask the ordinary npm client for the package and copy the chosen files."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=work,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (archive,) = Path(work).glob("*.tgz")
        folder = into / package.folder
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as tar:
            for source, target in package.files.items():
                member = tar.extractfile(f"package/{source}")
                if member is None:
                    sys.exit(f"{package.name} {package.version} has no file {source}")
                (folder / target).write_bytes(member.read())


def describe(package: Package, root: Path) -> dict[str, object]:
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {
            f"{package.folder}/{target}": sha256(root / package.folder / target)
            for target in sorted(package.files.values())
        },
    }


def differences(root: Path) -> list[str]:
    """What in `root` is not as its manifest says: changed, missing or unlisted files."""
    listed: dict[str, str] = {}
    for package in json.loads((root / "manifest.json").read_text("utf-8"))["packages"]:
        listed |= package["files"]
    present = {
        path.relative_to(root).as_posix(): sha256(path)
        for path in root.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    return sorted(name for name in listed | present if listed.get(name) != present.get(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare with the manifest")
    if not parser.parse_args().check:
        for package in PACKAGES:
            fetch(package, VENDOR)
        manifest = {"packages": [describe(package, VENDOR) for package in PACKAGES]}
        MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if wrong := differences(VENDOR):
        sys.exit("Not as the manifest says: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
