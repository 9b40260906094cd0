"""An export ships what was trained and says where it comes from: the same bytes twice, no local path."""

from __future__ import annotations

import json

import pytest

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import adapter, safety
from training import export


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_exporting_twice_gives_the_same_bytes_and_no_path_of_this_machine(run, tmp_path):
    export.run(run)
    folder = tmp_path / "checkpoints" / "lexpam-try"
    first = contents(folder)
    assert list(first) == ["README.md", "adapter_config.json", "adapter_model.safetensors", "manifest.json"]
    export.run(run)
    assert contents(folder) == first and list((tmp_path / "checkpoints").iterdir()) == [folder]
    for name in ("README.md", "adapter_config.json", "manifest.json"):
        assert str(tmp_path).encode() not in first[name] and b"/root/" not in first[name], name
    assert json.loads(first["adapter_config.json"])["base_model_name_or_path"] == "tiny"


def test_the_weights_are_those_trained_in_bfloat16(run, tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file

    export.run(run)
    trained = load_file(run.output / "sft" / "adapter" / "adapter_model.safetensors")
    shipped = load_file(tmp_path / "checkpoints" / "lexpam-try" / "adapter_model.safetensors")
    assert trained.keys() == shipped.keys() and len(trained) > 10
    for name, each in trained.items():
        assert each.dtype == torch.float32 and torch.equal(shipped[name], each.to(torch.bfloat16)), name


def test_the_manifest_is_what_lexcalc_reads_and_pins_the_base(run, tmp_path, monkeypatch):
    export.run(run)
    monkeypatch.setattr(paths, "checkpoints_dir", lambda: tmp_path / "checkpoints")
    (found,) = adapter.every()
    assert (found.name, found.base, found.prompt, found.licence) == (
        "lexpam-try",
        "tiny",
        "lexpam",
        "Apache-2.0",
    )
    base = safety.read_manifest(run.output / "tiny-qwen2")["sha256"]
    assert found.base_sha256 == base
    adapter.check(found, base)
    with pytest.raises(LexcalcError, match="拒绝合并"):
        adapter.check(found, "0" * 64)
    about = json.loads((found.path / "manifest.json").read_text())
    assert about["training"]["sft"]["tokens"] == 4096 and about["training"]["sft"]["eval_loss"] == 1.7
    assert about["data"]["data/test.jsonl"]["lines"] == 2 and about["seed"] == run.sft.seed
    hashes = safety.file_hashes(found.path)
    assert about["files"] == {name: digest for name, digest in hashes.items() if name != "manifest.json"}
    assert about["recipe"]["student"]["rank"] == 2 and "output" not in about["recipe"]


def test_a_pinned_base_is_pinned_by_its_bytes(run):
    from lexcalc.serve import pins

    pinned = run.model_copy(update={"student": run.student.model_copy(update={"base": "qwen2.5-coder-0.5b"})})
    assert export._base_sha256(pinned) == pins.base("qwen2.5-coder-0.5b").sha256


def test_the_card_says_what_was_not_done(run, tmp_path):
    export.run(run)
    card = (tmp_path / "checkpoints" / "lexpam-try" / "README.md").read_text()
    assert "has not been evaluated yet" in card and "stage1 and stage2 of the paper had no part" in card
    assert "1,234 trajectories" in card and "| sft | 4 | 4,096 | 2 min | cpu |" in card
    assert "$" not in card


def test_an_adapter_too_large_or_broken_or_absent_is_refused(run, tmp_path):
    small = run.model_copy(update={"export": run.export.model_copy(update={"max_megabytes": 0.001})})
    with pytest.raises(LexcalcError, match="MB"):
        export.run(small)
    lost = run.model_copy(update={"output": tmp_path / "elsewhere"})
    with pytest.raises(UsageError, match="适配器"):
        export.run(lost)
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file, save_file

    path = run.output / "sft" / "adapter" / "adapter_model.safetensors"
    weights = load_file(path)
    weights[min(weights)][0, 0] = torch.nan
    save_file(weights, path)
    with pytest.raises(LexcalcError, match="非数值"):
        export.run(run)
    assert not (tmp_path / "checkpoints" / "lexpam-try").exists()


def test_what_lexcalc_could_not_serve_does_not_go_where_it_looks(run, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "checkpoints_dir", lambda: tmp_path / "checkpoints")
    with pytest.raises(UsageError, match="未登记"):
        export.run(run)
    assert not (tmp_path / "checkpoints").exists()


def test_a_dry_run_writes_nothing(run, tmp_path, capsys):
    export.run(run, dry_run=True)
    assert "lexpam-try" in capsys.readouterr().out and not (tmp_path / "checkpoints").exists()


def test_a_folder_of_another_training_is_not_taken_for_this_one(run):
    assert export.exported(run) is None
    export.run(run)
    assert export.exported(run) == run.export.folder / "lexpam-try"
    (run.output / "sft" / "adapter" / "adapter_model.safetensors").write_bytes(b"other")
    assert export.exported(run) is None
