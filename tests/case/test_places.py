"""The region of a case: one place, or none."""

import pytest

from lexcalc.case import read
from lexcalc.case.places import region


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("江苏南京的交通事故", "江苏南京"),
        ("2019年入职上海某公司", "上海"),
        ("在广东省深圳市宝安区工作", "广东省深圳市"),
        ("2023年6月2日在长沙发生交通事故", "长沙"),
        ("芜湖市月最低工资标准为2,000元", "芜湖市"),
        ("事故发生在泉州市。福建省2022年度城镇居民人均可支配收入", "泉州市"),  # the narrower name says more
        ("内蒙古自治区的一家煤矿", "内蒙古自治区"),
    ],
)
def test_one_place(text, place):
    fact = region(text)
    assert fact is not None and fact.value == place and text[slice(*fact.span)] == place


@pytest.mark.parametrize(
    "text",
    [
        "被告总部在上海市，原告在芜湖市工作",
        "山东省的标准低于青岛市的标准",  # a city with its own figures beside its province
        "户籍地为海南省定安县，受伤后回家",
        "老家在河南省，一直外出",
        "某保险公司上海分公司",
        "王中山在大理石厂工作",  # a name and a stone
        "沿北京路由南向北",
        "河南人，务农",
        "",
    ],
)
def test_none_or_several(text):
    assert region(text) is None


def test_every_reader_has_it():
    for text in (
        "张某2019年3月1日入职上海某公司，2024年公司违法解除劳动合同。赔偿金多少元？",
        "浙江某厂职工工伤九级，2024年解除劳动合同。一次性伤残就业补助金多少元？",
        "2024年5月1日在成都市发生交通事故，李某十级伤残。残疾赔偿金多少元？",
    ):
        assert "地区" in read(text).facts
