"""One broken rule file per mistake: the message names the file and says what to do."""

from pathlib import Path

import pytest

from lexcalc.errors import RuleError
from lexcalc.law.loader import MAX_BYTES, load
from lexcalc.law.schema import read_item, read_parameter

FOLDER = Path(__file__).parent / "broken"
WORDS = {
    "parameter_float": ["第6行", "0.5", "加引号"],
    "parameter_unquoted": ["“5”", "加引号"],
    "parameter_no_reference": ["缺少", "reference"],
    "parameter_empty_reference": ["reference", "依据"],
    "parameter_no_verified_on": ["缺少", "verified_on"],
    "parameter_no_status": ["缺少", "status"],
    "item_no_since": ["缺少", "since"],
    "parameter_order": ["起始日期", "由先到后"],
    "parameter_same_day": ["第7行", "2020-01-01", "重复"],
    "parameter_bad_date": ["2020年1月", "不是日期"],
    "parameter_status": ["status", "probably", "confirmed、unconfirmed"],
    "parameter_selector": ["selected_by", "起诉日", "trial_date"],
    "parameter_misplaced_key": ["不认识的键", "reference"],
    "parameter_no_values": ["values", "至少一项"],
    "parameter_undated": ["undated", "current"],
    "item_no_cite": ["缺少", "cite"],
    "item_empty_cite": ["法条", "cite"],
    "item_no_ways": ["ways", "至少一项"],
    "item_scenario": ["scenario", "XX", "EC、WC、TC"],
    "item_number_formula": ["formula", "加引号"],
    "item_misspelt_key": ["不认识的键", "formular", "formula"],
    "not_yaml": ["YAML"],
    "not_a_mapping": ["键值对"],
}


def test_every_broken_file_is_tested():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_message_helps(name):
    path = FOLDER / f"{name}.yaml"
    read = read_parameter if name.startswith("parameter") else read_item
    with pytest.raises(RuleError) as error:
        read(load(path), path.name)
    assert path.name in error.value.zh and path.name in error.value.en
    for word in WORDS[name]:
        assert word in error.value.zh, error.value.zh


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("#" * (MAX_BYTES + 1))
    with pytest.raises(RuleError, match=r"large\.yaml"):
        load(path)


def test_no_python_objects_from_yaml(tmp_path):
    path = tmp_path / "evil.yaml"
    path.write_text("a: !!python/object/apply:os.system ['true']")
    with pytest.raises(RuleError):
        load(path)
