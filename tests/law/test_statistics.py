"""Published figures: which year, which series, which region; and that no figure on file is implausible."""

import shutil
from datetime import date
from fractions import Fraction

import pytest

from lexcalc.law import load_rulebook
from lexcalc.law.audit import audit
from lexcalc.law.dates import Governing
from lexcalc.law.regions import NATION, PROVINCES, city_of, national_or
from lexcalc.law.rulebook import NotOnFile, Rulebook
from tests.law.cases import law

TODAY = date(2026, 11, 22)
INCOME, SPENDING = "城镇居民人均可支配收入", "城镇居民人均消费支出"
STAFF, FUNERAL = "城镇非私营单位在岗职工年平均工资", "丧葬费职工平均工资"
# Year on year, in percent: 2020 took spending down by as much as 13 (湖北), 2021 brought it back by 25.
GROWTH = {
    INCOME: (-5, 16),
    SPENDING: (-15, 30),
    "农村居民人均可支配收入": (-5, 20),
    "城镇非私营单位就业人员年平均工资": (-5, 20),
}
SERIES = [path.stem for path in sorted((load_rulebook().root / "statistics").glob("*.yaml"))]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 1, 1), 2023),
        (date(2025, 4, 30), 2023),
        (date(2025, 5, 1), None),
        (date(2025, 8, 31), None),
        (date(2025, 9, 1), 2024),
        (date(2025, 12, 31), 2024),
    ],
)
def test_wages_apply_when_they_are_published(copy, day, year):
    book = series(
        copy,
        '2023: {value: "1", confirmed: true, source: x}\n    2024: {value: "2", confirmed: true, source: x}',
    )
    if year is None:
        with pytest.raises(NotOnFile, match="2024年还是2023年"):
            book.published(STAFF, "江苏", Governing.on(day))
    else:
        assert book.published(STAFF, "江苏", Governing.on(day)).value == year - 2022


def test_income_is_that_of_the_year_before_whatever_the_month():
    for day in (date(2024, 1, 1), date(2024, 12, 31)):
        assert load_rulebook().published(INCOME, "湖北", Governing.on(day)).value == 44990
    year = Governing(date(2024, 1, 1), date(2024, 12, 31))
    assert load_rulebook().published(INCOME, "湖北", year).value == 44990


def test_a_bare_year_does_not_settle_which_wages_apply():
    with pytest.raises(NotOnFile, match="无法确定"):
        load_rulebook().published(STAFF, "江苏", Governing(date(2024, 1, 1), date(2024, 12, 31)))


def test_the_series_that_a_regions_courts_use_is_chosen_and_converted():
    day = Governing.on(date(2024, 12, 1))
    shanghai = load_rulebook().published(FUNERAL, "上海", day)
    assert shanghai.value == 12307 * 12 and shanghai.confirmed and "全口径" in shanghai.note
    gansu = load_rulebook().published(FUNERAL, "甘肃", day)
    assert gansu.value == 99124 and "非私营单位就业人员" in gansu.note
    with pytest.raises(NotOnFile, match="重庆的丧葬费职工平均工资按哪一种统计口径计未收录"):
        load_rulebook().published(FUNERAL, "重庆", day)
    monthly = load_rulebook().published("经济补偿职工月平均工资", "上海", day)
    assert monthly.value == 12307 and not monthly.confirmed  # the choice is unconfirmed, the figure is not


def test_a_year_that_is_not_on_file_is_named():
    with pytest.raises(NotOnFile, match="江苏2030年的城镇居民人均可支配收入未收录"):
        load_rulebook().published(INCOME, "江苏", Governing.on(date(2031, 1, 1)))


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("江苏省苏州市", "苏州"),
        ("苏州工业园区", "苏州"),
        ("上海市浦东新区", "上海"),
        ("内蒙古自治区包头市", "包头"),
        ("江苏省", None),
        ("某地", None),
    ],
)
def test_the_city_of_a_place(place, city):
    assert city_of(place) == national_or(place, "市") == city
    assert national_or(place, "直辖市") == (city if city == "上海" else None)


def test_a_refusal_names_region_and_date_that_are_lacking():
    facts = {"事故日": "2023-06-01", "年龄": "40", "伤残系数": "10%"}
    assert "未写明地区、一审辩论终结日" in str(law("TC", ["残疾赔偿金"], **facts).missing)
    assert "未写明一审辩论终结日" in str(law("TC", ["残疾赔偿金"], 地区="江苏", **facts).missing)
    told = law("TC", ["残疾赔偿金"], 地区="厦门", 一审辩论终结日="2031-06-10", **facts)
    assert "厦门2030年的城镇居民人均可支配收入未收录" in str(told.missing)


def test_a_figure_used_before_the_newer_one_is_out_says_so():
    facts = {"事故日": "2024-06-01", "地区": "江苏", "受害人死亡": "是", "一审辩论终结日": "2025-03-01"}
    assert "2024年的其时一般尚未公布" in str(law("TC", ["丧葬费"], **facts).notes)


@pytest.mark.parametrize("indicator", SERIES)
def test_growth_is_plausible(indicator):
    low, high = GROWTH.get(indicator, (-5, 20))
    for region, years in load_rulebook().statistic(indicator).values.items():
        for before, after in zip(sorted(years), sorted(years)[1:], strict=False):
            rate = Fraction(years[after]["value"]) / Fraction(years[before]["value"]) - 1
            span = after - before
            assert low * span <= 100 * rate <= high * span * (1 + span // 3), (region, before, after)


def test_income_exceeds_spending_and_the_countryside_earns_less():
    income, spending = load_rulebook().statistic(INCOME), load_rulebook().statistic(SPENDING)
    rural = load_rulebook().statistic("农村居民人均可支配收入")
    for region, years in income.values.items():
        for year, entry in years.items():
            value = Fraction(entry["value"])
            if other := spending.values.get(region, {}).get(year):
                assert Fraction(2, 5) < Fraction(other["value"]) / value < Fraction(9, 10), (region, year)
            if other := rural.values.get(region, {}).get(year):
                assert Fraction(1, 4) < Fraction(other["value"]) / value < Fraction(7, 10), (region, year)


def test_provinces_lie_around_the_nation():
    for indicator in (INCOME, SPENDING):
        values = load_rulebook().statistic(indicator).values
        for province in PROVINCES:
            for year, entry in values.get(province, {}).items():
                if nation := values[NATION].get(year):
                    share = Fraction(entry["value"]) / Fraction(nation["value"])
                    assert Fraction(13, 20) < share < Fraction(2), (indicator, province, year)


def test_memory_alone_never_confirms():
    for indicator in SERIES:
        for region, years in load_rulebook().statistic(indicator).values.items():
            for year, entry in years.items():
                sourced = "http" in entry["source"] or "〕" in entry["source"]
                assert sourced or not entry["confirmed"], (indicator, region, year)


@pytest.fixture
def copy(tmp_path):
    """A writable copy of the shipped rules."""
    root = tmp_path / "rules"
    shutil.copytree(load_rulebook().root, root)
    return root


def series(root, values):
    """The rulebook with one region's values of the staff wages replaced."""
    head = f'indicator: {STAFF}\nunit: 元/年\nreference: 公报\npublished: ["05-01", "08-31"]\nvalues:\n'
    (root / f"statistics/{STAFF}.yaml").write_text(f"{head}  江苏:\n    {values}\n")
    return Rulebook(root)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("confirmed: true", "confirmed: maybe", "是否核实"),
        ("source: x", 'source: ""', "见于何处"),
        ("2023:", "2026:", "年份"),
        ("2023:", "1999:", "年份"),
        ("  江苏:", "  江苏省:", "不认识地区"),
        ("元/年", "万元/年", "单位"),
    ],
)
def test_the_audit_finds_mistakes_of_figures(copy, old, new, word):
    series(copy, '2023: {value: "1", confirmed: true, source: x}')
    path = copy / f"statistics/{STAFF}.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    assert word in "".join(audit(Rulebook(copy), TODAY).problems)


def test_the_audit_finds_unused_unknown_and_miswritten_indicators(copy):
    path = copy / "statistics/试.yaml"
    path.write_text("indicator: 试\nunit: 元/年\nreference: 公报\nvalues: {}\n")
    assert "没有规则使用这个指标" in "".join(audit(Rulebook(copy), TODAY).problems)
    path.unlink()
    definitions = copy / "TC/definitions.yaml"
    text = definitions.read_text()
    definitions.write_text(text.replace("'城镇居民人均消费支出', '地区'", "'没有的指标', '地区'"))
    assert "没有“没有的指标”这个指标的文件" in "".join(audit(Rulebook(copy), TODAY).problems)
    definitions.write_text(text.replace("'城镇居民人均消费支出', '地区'", "'城镇居民人均消费支出', '县'"))
    assert "统计应写作" in "".join(audit(Rulebook(copy), TODAY).problems)


def test_every_figure_has_a_status():
    found = audit(load_rulebook(), TODAY)
    figures = sum(len(years) for name in SERIES for years in load_rulebook().statistic(name).values.values())
    assert found.counts["统计数（已核实）"] + found.counts["统计数（未核实）"] == figures


DEATH = (
    "2024年5月6日，张某在湖北武汉驾驶小型轿车与行人李某（1980年3月1日出生，武汉城镇居民）相撞，李某当场死亡。"
    "张某负事故全部责任。一审法庭辩论于2024年11月20日终结。李某的死亡赔偿金为多少元？"
)


def test_the_assessment_names_the_published_figures_that_it_looked_up_and_nothing_else():
    from lexcalc.pipeline import prepare

    prepared = prepare(DEATH, with_prompt=True, style="lexpam")
    figures = {"湖北2023年城镇居民人均可支配收入": "44990元/年"}
    assert prepared.assessment.answer == "899800.00"
    assert prepared.assessment.statistics == prepared.native.statistics == figures
    user = prepared.prompt.messages[1]["content"]
    told = user.partition("</案情>")[2].partition("\n规定：")[0]
    assert told == "\n公布的统计数据：湖北2023年城镇居民人均可支配收入=44990元/年"
    assert "899800" not in user


def test_a_figure_of_the_case_is_no_published_one():
    from lexcalc.pipeline import prepare

    told = DEATH.replace("李某的死亡", "上一年度当地城镇居民人均可支配收入为40,000元。李某的死亡")
    prepared = prepare(told, with_prompt=True)
    assert prepared.assessment.answer == "800000.00" and prepared.assessment.statistics == {}
    assert "公布的统计数据" not in prepared.prompt.messages[1]["content"]


def test_a_converted_figure_is_told_as_it_was_published():
    found = load_rulebook().published(FUNERAL, "上海", Governing.on(date(2024, 10, 8)))
    assert found.value == 12307 * 12
    assert found.published == {"上海2023年全口径城镇单位就业人员月平均工资": "12307元/月"}
