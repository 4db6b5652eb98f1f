"""What this installation is made of, as CycloneDX: for whoever must know by tonight whether a flaw is here."""

import json
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def cyclonedx() -> str:
    components = [*_python(), *_npm()]
    return json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}, indent=1
    )


def _python() -> list[dict[str, Any]]:
    found = {dist.metadata["Name"].lower(): dist for dist in distributions()}
    return [_component("pypi", name, dist.version, _license(dist)) for name, dist in sorted(found.items())]


def _license(dist: Distribution) -> str:
    told = dist.metadata.json
    return str(told.get("license_expression") or told.get("license") or "")


def _npm() -> list[dict[str, Any]]:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = ((path.rpartition("node_modules/")[2], package) for path, package in sorted(lock.items()) if path)
    return [_component("npm", name, package["version"], package.get("license")) for name, package in named]


def _component(kind: str, name: str, version: str, license_: str | None) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name.replace('@', '%40')}@{version}",
    }
    # Some packages put the whole text of their licence there.
    if license_ and len(license_) < 60:
        component["licenses"] = [{"license": {"name": license_}}]
    return component
