"""Selection by date: before the first value, at the edge, after abolition, and two rules that both apply."""

import shutil
from datetime import date, timedelta

import pytest

from lexcalc.errors import RuleError
from lexcalc.law import load_rulebook
from lexcalc.law.audit import audit
from lexcalc.law.dates import Governing
from lexcalc.law.rulebook import NotInForce, Rulebook

TODAY = date(2026, 11, 22)


@pytest.fixture
def copy(tmp_path):
    """A writable copy of the shipped rules."""
    root = tmp_path / "rules"
    shutil.copytree(load_rulebook().root, root)
    return root


def write_parameter(root, values, extra=""):
    text = f"parameter: 试\nabout: 试\nunit: 元\nselected_by: accident_date\n{extra}values:\n"
    for start, value in values.items():
        shown = "null" if value is None else f'"{value}"'
        text += (
            f"  {start}: {{value: {shown}, reference: 公告, status: confirmed, verified_on: 2026-01-01}}\n"
        )
    (root / "TC/parameters/试.yaml").write_text(text)
    return Rulebook(root)


def test_a_value_runs_until_the_next(copy):
    book = write_parameter(copy, {"2010-01-01": "5", "2020-09-19": "6"})
    for day, value in ((date(2020, 9, 18), 5), (date(2020, 9, 19), 6), (date(2040, 1, 1), 6)):
        assert book.at("试", Governing.on(day), TODAY).value == value


def test_before_the_first_value_the_error_names_the_first_date(copy):
    book = write_parameter(copy, {"2010-01-01": "5"})
    with pytest.raises(NotInForce, match="2010-01-01"):
        book.at("试", Governing.on(date(2009, 12, 31)), TODAY)


def test_an_abolished_value_is_an_error_that_says_since_when(copy):
    book = write_parameter(copy, {"2010-01-01": "5", "2015-01-01": None})
    assert book.at("试", Governing.on(date(2014, 12, 31)), TODAY).value == 5
    with pytest.raises(NotInForce, match="2015-01-01起已废止"):
        book.at("试", Governing.on(date(2015, 1, 1)), TODAY)


def test_without_the_governing_date_there_is_no_value_unless_the_file_says_so(copy):
    assert write_parameter(copy, {"2010-01-01": "5"}).at("试", Governing(), TODAY) is None
    found = write_parameter(copy, {"2010-01-01": "5"}, "undated: current\n").at("试", Governing(), TODAY)
    assert found.value == 5 and "未写明事故日" in found.note


def test_a_year_is_enough_only_where_the_whole_year_has_one_value(copy):
    book = write_parameter(copy, {"2010-01-01": "5", "2020-09-19": "6"})
    assert book.at("试", Governing(date(2020, 1, 1), date(2020, 12, 31)), TODAY) is None
    assert book.at("试", Governing(date(2021, 1, 1), date(2021, 12, 31)), TODAY).value == 6


def test_two_rules_for_one_head_from_one_day_are_an_error(copy):
    twin = (copy / "TC/医疗费.yaml").read_text()
    (copy / "TC/医疗费（又）.yaml").write_text(twin)
    with pytest.raises(RuleError, match="冲突"):
        Rulebook(copy).items("TC")


def test_one_name_for_two_heads_is_an_error(copy):
    path = copy / "TC/住宿费.yaml"
    path.write_text(path.read_text() + "aliases: [医疗费]\n")
    with pytest.raises(RuleError, match="属于两个项目"):
        Rulebook(copy).head_names("TC")


def test_a_value_of_a_later_date_changes_nothing_today(copy):
    before = Rulebook(copy).at("伤残赔偿系数", Governing.on(TODAY), TODAY)
    path = copy / "TC/parameters/伤残赔偿系数.yaml"
    later = TODAY + timedelta(days=1)
    path.write_text(
        path.read_text()
        + f'  {later}: {{value: {{"1": "9"}}, reference: 将来, status: confirmed, verified_on: 2026-11-22}}\n'
    )
    assert Rulebook(copy).at("伤残赔偿系数", Governing.on(TODAY), TODAY) == before


def test_the_hash_changes_with_any_rule_file(copy):
    before = Rulebook(copy).sha256
    path = copy / "EC/加班费.yaml"
    path.write_text(path.read_text() + "# 注\n")
    assert Rulebook(copy).sha256 != before
    assert Rulebook(load_rulebook().root).sha256 == load_rulebook().sha256


def test_a_table_of_an_unknown_province_is_an_error(copy):
    path = copy / "WC/parameters/职业病医疗补助金增发@山东.yaml"
    path.write_text(path.read_text().replace("region: 山东", "region: 鲁"))
    path.rename(path.with_name("职业病医疗补助金增发@鲁.yaml"))
    assert "“鲁”不是省" in "".join(audit(Rulebook(copy), TODAY).problems)


def test_every_version_and_value_is_counted():
    book, counts = load_rulebook(), audit(load_rulebook(), TODAY).counts
    heads = [versions for s in ("EC", "WC", "TC") for versions in book.items(s).values()]
    shares = sum(len(book.shares(s)) for s in ("EC", "WC", "TC"))
    assert counts["项目"] == len(heads)
    assert counts["项目的版本"] == sum(map(len, heads)) + shares
    values = sum(len(book.parameter(name).values) for name in book.parameter_files)
    assert sum(counts[f"参数值（{kind}）"] for kind in ("已核实", "未核实", "谨慎线")) == values
    assert counts["省级参数"] == sum("@" in name for name in book.parameter_files)


def test_the_shipped_rules_are_sound():
    found = audit(load_rulebook(), TODAY)
    assert found.problems == []
    assert found.counts["与 sympy 核对的公式"] > 150
    assert found.stale == []


def test_a_value_not_checked_for_long_is_said_in_the_answer():
    day = Governing.on(date(2024, 1, 1))
    assert "上次核对" not in load_rulebook().at("伤残赔偿系数", day, TODAY).note
    assert "上次核对" in load_rulebook().at("伤残赔偿系数", day, date(2029, 1, 1)).note


def test_old_verification_is_reported():
    assert audit(load_rulebook(), date(2029, 1, 1)).stale


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        ("TC/医疗费.yaml", 'formula: "医疗费"', 'formula: "医药费用"', "医药费用"),
        ("TC/医疗费.yaml", "人身损害解释第6条", "人身损害解释第600条", "不存在"),
        ("TC/医疗费.yaml", "人身损害解释第6条", "道听途说第6条", "citations.yaml"),
        ("TC/医疗费.yaml", 'formula: "医疗费"', 'formula: "最大值(医疗费)"', "最大值"),
        ("TC/医疗费.yaml", 'formula: "医疗费"', 'formula: "医疗费 +"', "公式"),
        ("EC/definitions.yaml", "{新段月数}个月", "{新断月数}个月", "新断月数"),
        ("statistics/城镇居民人均可支配收入.yaml", 'value: "31195"', "value: 31195", "十进制数"),
        ("TC/parameters/城乡统一标准.yaml", "parameter: 城乡统一标准", "parameter: 城乡标准", "文件名"),
        ("EC/加付赔偿金.yaml", "{加付上限}", "{加付上线}", "加付上线"),
        ("WC/parameters/伤残补助金月数.yaml", "verified_on: 2026-11-22", "verified_on: 2030-01-01", "将来"),
        ("WC/一次性工亡补助金.yaml", "selected_by: benefit_date", "selected_by: death_date", "selected_by"),
        (
            "WC/一次性工亡补助金（2011年以前）.yaml",
            "工伤保险条例（2003年）第37条",
            "社会保险法第41条",
            "没有施行",
        ),
        (
            "WC/parameters/职业病医疗补助金增发@河南.yaml",
            "河南省工伤保险条例（2007年）第27条",
            "网上看到",
            "写明文件",
        ),
        (
            "WC/parameters/一次性伤残就业补助金月数@天津.yaml",
            '{"5": "18", "6": "15", "7": "12", "8": "9", "9": "6", "10": "3"}',
            '"18"',
            "同为表",
        ),
    ],
)
def test_the_audit_finds_planted_mistakes(copy, file, old, new, word):
    path = copy / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert word in "".join(audit(Rulebook(copy), TODAY).problems)
