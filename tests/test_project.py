"""The repository and the wheel are fit to hand on."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = sorted((ROOT / "requirements").glob("*.txt"))

# With spaces for dots, so that this file does not hold what it looks for.
REGISTRY_HOSTS = tuple(
    words.replace(" ", ".")
    for words in ("pypi org", "files pythonhosted org", "registry npmjs org", "deb debian org")
)
MACHINE_PATH = re.compile(r"(?<![\w.~*-])/(?:work|root|home)/")
NO_ONES_NAMES = {"base", "common", "core", "helper", "helpers", "misc", "util", "utils"}


def _files() -> list[Path]:
    """Return every file of the repository that is not ignored."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a repository: which files belong to it cannot be told")
    git = shutil.which("git")
    assert git, "git is needed to list the repository's files"
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def _lines() -> list[tuple[str, str]]:
    """Return each line of each text file with its place."""
    lines = []
    for path in _files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT)
        lines += [(f"{name}:{n}", line) for n, line in enumerate(text.splitlines(), start=1)]
    return lines


def _pins(path: Path) -> list[tuple[Requirement, list[str]]]:
    """Return each requirement of a compiled file with its hashes."""
    text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8")).replace("\\\n", " ")
    pins = []
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement, *hashes = line.split("--hash=")
        pins.append((Requirement(requirement), hashes))
    return pins


def test_no_file_names_a_package_registry() -> None:
    named = [place for place, line in _lines() if any(host in line for host in REGISTRY_HOSTS)]
    assert not named


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert not [f"{place}: {line}" for place, line in _lines() if MACHINE_PATH.search(line)]


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes_and_without_an_address(path: Path) -> None:
    for requirement, hashes in _pins(path):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert not requirement.url, requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", digest) for digest in hashes)


def test_the_pins_meet_what_the_package_asks_for() -> None:
    pins = [requirement for requirement, _ in _pins(ROOT / "requirements" / "run.txt")]
    for asked in map(Requirement, PROJECT["project"]["dependencies"]):
        versions = [str(pin.specifier)[2:] for pin in pins if pin.name == asked.name]
        assert versions, f"{asked} is not in requirements/run.txt: run requirements/compile"
        assert all(asked.specifier.contains(version) for version in versions), asked


def test_the_pinned_build_backend_is_the_one_the_package_asks_for() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def test_run_time_and_check_pins_agree() -> None:
    def versions(name: str) -> set[str]:
        pins = _pins(ROOT / "requirements" / name)
        return {f"{pin.name}{pin.specifier} {pin.marker}" for pin, _ in pins}

    assert versions("run.txt") <= versions("check.txt")
    assert versions("build.txt") <= versions("check.txt")


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_the_changelog_has_this_version_or_unreleased_changes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.escape(PROJECT["project"]["version"])
    assert re.search(rf"(?mi)^##\s+\[?(unreleased|{version})\b", changelog)


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = (ROOT / "hustings").glob("**/*.py")
    assert not [m for m in modules if {m.stem, m.parent.name} & NO_ONES_NAMES]


def test_importing_hustings_loads_no_heavy_package() -> None:
    heavy = ("polars", "rich", "typer")
    script = f"import hustings, sys; print(*(m for m in {heavy} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as `pip install .` builds it."""
    place = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", place],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (path,) = place.glob("*.whl")
    assert path.name == f"hustings-{PROJECT['project']['version']}-py3-none-any.whl"
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    ours = {str(f.relative_to(ROOT)) for f in _files() if f.is_relative_to(ROOT / "hustings")}
    assert held == ours
    assert "hustings/py.typed" in held


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    message = email.message_from_bytes(wheel.read(metadata))
    folder = metadata.removesuffix("METADATA")
    assert message["Name"] == "hustings"
    licences = message["License-Expression"].split(" AND ")
    assert licences == ["Apache-2.0", "OFL-1.1", "MIT", "0BSD", "Unlicense", "CC0-1.0"]
    assert message["Requires-Python"] == ">=3.11"
    asked = [Requirement(text) for text in message.get_all("Requires-Dist", [])]
    assert {r.name for r in asked if r.marker is None} == {"numpy", "polars", "rich", "typer"}
    assert message.get_all("Provides-Extra") == ["web"]
    assert f"{folder}licenses/hustings/report/fonts/OFL.txt" in wheel.namelist()
    assert f"{folder}licenses/LICENSE" in wheel.namelist()
    entry_points = wheel.read(f"{folder}entry_points.txt").decode()
    assert "hustings = hustings.cli:main" in entry_points
