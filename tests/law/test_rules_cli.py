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
