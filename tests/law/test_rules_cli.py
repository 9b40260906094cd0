"""``lexcalc rules``."""

import json

from click.testing import CliRunner

from lexcalc.cli.rules import rules


def run(*args):
    return CliRunner().invoke(rules, args)


def test_list_and_json_agree():
    text, data = run("list").output, json.loads(run("list", "--json").output)
    for scenario, heads in data["heads"].items():
        assert scenario in ("EC", "WC", "TC")
        for head in heads:
            assert head["head"] in text and head["citations"]
    assert "2015*" in text  # unconfirmed years are marked


def test_list_on_a_day_shows_what_was_in_force():
    data = json.loads(run("list", "--json", "--on", "2010-01-01").output)
    entries = data["parameters"]["伤残补助金月数"]
    assert [entry["from"] for entry in entries] == ["2004-01-01"]


def test_show_by_alias_parameter_statistic_and_fact():
    assert "计发月数 * 计发基数" in run("show", "经济补偿金").output
    assert "180000" in run("show", "交强险有责限额").output
    assert "11000" in run("show", "交强险无责限额", "--on", "2019-01-01").output
    assert "confirmed" in run("show", "城镇居民人均可支配收入").output
    assert "一审辩论终结日" in run("show", "facts").output


def test_show_suggests_close_names():
    result = run("show", "经济补尝")
    assert result.exit_code != 0 and "经济补偿" in result.exception.zh


def test_check_passes_and_counts():
    result = run("check", "--json")
    found = json.loads(result.output)
    assert result.exit_code == 0 and found["problems"] == []
    assert found["counts"]["与 sympy 核对的公式"] > 150


def test_coverage_shows_confirmed_unconfirmed_and_missing():
    data = json.loads(run("coverage", "--json").output)
    by_name = {each["item"]: each for each in data}
    income = by_name["城镇居民人均可支配收入"]
    assert income["kind"] == "statistic"
    assert income["regions"]["江苏"]["cells"]["2023"] == "confirmed"
    assert income["regions"]["山西"]["cells"]["2020"] == "unconfirmed"
    assert income["regions"]["厦门"]["cells"]["2023"] == "missing"
    assert set(by_name["一次性伤残就业补助金月数"]["regions"]) >= {"浙江", "河南"}
    assert by_name["丧葬费职工平均工资"]["regions"]["江苏"]["note"] == "城镇非私营单位在岗职工年平均工资"


def test_coverage_counts_what_the_check_counts():
    data = json.loads(run("coverage", "--json").output)
    counts = json.loads(run("check", "--json").output)["counts"]
    figures = [each["counts"] for each in data if each["kind"] == "statistic"]
    for status, told in (("confirmed", "统计数（已核实）"), ("unconfirmed", "统计数（未核实）")):
        assert sum(each[status] for each in figures) == counts[told]


def test_coverage_of_one_item_region_and_year():
    one = json.loads(
        run("coverage", "--item", "人均消费", "--region", "江苏省苏州市", "--year", "2023", "--json").output
    )
    assert [each["item"] for each in one] == ["城镇居民人均消费支出"]
    assert one[0]["regions"] == {"江苏": {"cells": {"2023": "confirmed"}, "note": ""}}
    tables = json.loads(run("coverage", "--item", "医疗补助金", "--region", "杭州", "--json").output)
    months = next(table for table in tables if table["item"] == "一次性工伤医疗补助金月数")
    assert list(months["regions"]) == ["浙江"]
    text = run("coverage", "--item", "人均消费", "--region", "江苏").output
    assert "江苏" in text and "●" in text and "浙江" not in text
    assert "没有名称含" in run("coverage", "--item", "没有的").exception.zh
