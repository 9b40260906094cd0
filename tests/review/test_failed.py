"""Cases that failed in their run: listed with the reason, computed by the rules where that works, signed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lexcalc.review import failed
from lexcalc.review.app import build
from lexcalc.review.store import Filter, Store
from tests.review.conftest import MISSING
from tests.review.test_app import ORIGIN, PORT, POST, form, send, tree, words

GIVEN = {"facts": [["最低工资", "2000"]], "today": "2026-01-15"}
REFUSED = {
    "id": "refused",
    "question": MISSING,
    "given": GIVEN,
    "error": {"zh": "模型拒绝了请求：太长", "en": "the model refused: too long", "code": 5},
}
UNREAD = {"id": "bad", "error": {"zh": "第2行：不是有效的 JSON。", "en": "line 2: no valid JSON.", "code": 2}}
HOPELESS = {**REFUSED, "id": "hopeless", "given": {**GIVEN, "heads": ["没有的项目"]}}


def fail(run: Path, *failures: dict) -> None:
    """Failures beside the results, as a batch writes them."""
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in failures)
    (run / "failures.jsonl").write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def store(run):
    fail(run, REFUSED, UNREAD, HOPELESS)
    with Store(run) as opened:
        yield opened


@pytest.fixture
def client(store):
    guard = build(store, "李律师", PORT)
    client = TestClient(guard, base_url=ORIGIN, follow_redirects=False)
    client.get(guard.url)
    return client


def test_failures_are_listed_behind_the_results_with_their_reasons(client):
    page = tree(client.get("/cases"))
    assert page.xpath("//tbody//th//text()")[4:] == ["refused", "bad", "hopeless"]
    rows = [" ".join(row.itertext()) for row in page.xpath("//tbody/tr")]
    assert "太长" in rows[4] and "张某" in rows[4] and "失败" in rows[4] and "不是有效的 JSON" in rows[5]
    assert tree(client.get("/cases?status=failed")).xpath("//tbody/tr[1]//th//text()") == ["refused"]
    assert "失败 (3)" in client.get("/cases").text
    assert words(client.get("/case/1"), "progress") == "0/7"


def test_missing_facts_are_supplied_by_hand_and_the_case_is_signed(client, store):
    answer = client.get("/case/5")
    assert "太长" in words(answer, "failure") and "月平均工资" in words(answer, "missing")
    assert "".join(tree(answer).xpath("//div[@class='case']//text()[not(ancestor::sup)]")) == MISSING
    assert tree(answer).xpath("//input[@data-fact='最低工资']/@value") == ["2000"]  # the row's own
    answer = client.post("/case/5", data=form(answer, "recompute", 月平均工资="6000"), headers=POST)
    if "社平月工资" in words(answer, "missing"):
        answer = client.post("/case/5", data=form(answer, "recompute", 社平月工资="9000"), headers=POST)
    assert "27,000.00" in words(answer, "new") and not words(answer, "today")
    answer = client.post("/case/5", data=form(answer, "corrected"), headers=POST)
    assert (answer.status_code, answer.headers["location"]) == (303, "/case/6")
    (line,) = map(json.loads, client.get("/export.jsonl").text.splitlines())
    assert (line["id"], line["answer"], line["facts"]["最低工资"]) == ("refused", "27000.00", "2000")
    assert "27,000.00" in words(client.get("/case/5"), "new")  # it is shown as it was signed


@pytest.mark.parametrize("number", [6, 7])
def test_what_has_no_result_is_read_and_rejected(client, store, number):
    answer = client.get(f"/case/{number}")
    assert answer.status_code == 200 and words(answer, "failure")
    text = "".join(tree(answer).xpath("//div[@class='case']//text()"))
    assert text == (MISSING if number == 7 else "")
    for action in ("accepted", "corrected", "recompute", "nonsense"):
        refused = client.post(f"/case/{number}", data={"action": action, "note": "看过"}, headers=POST)
        assert refused.status_code == 422 and words(refused, "problem") and "看过" in refused.text
    assert store.progress().signed == 0
    assert send(client, number, "rejected", note="重新录入").status_code == 303
    (signed,) = store.signed()
    assert (signed.decision, signed.note) == ("rejected", "重新录入")
    assert json.loads(signed.report)["verdict"]["answer"] is None
    assert "重新录入" in words(client.get(f"/case/{number}"), "history")
    assert client.get("/export.jsonl").text == ""


def test_a_case_that_kills_whoever_reads_it_does_not_kill_the_review(client, monkeypatch):
    from lexcalc.batch.engines import RulesEngine
    from tests.batch.test_run import _deadly

    monkeypatch.setattr(
        RulesEngine, "_begin", lambda self, pool, case: pool.submit(_deadly, "c5", case.text, {})
    )
    answer = client.get("/case/5")
    assert answer.status_code == 200 and not tree(answer).xpath("//*[@id='recompute']")


def test_a_failed_case_is_computed_once(client, monkeypatch):
    asked = []
    real = failed.report
    monkeypatch.setattr(failed, "report", lambda *given: asked.append(None) or real(*given))
    for _ in range(3):
        client.get("/case/5")
    assert len(asked) == 1


def test_a_case_that_succeeds_later_keeps_its_signature_as_changed(run, store, client):
    send(client, 7, "unsure")
    (run / "failures.jsonl").write_text("", encoding="utf-8")
    line = json.loads((run / "results.jsonl").read_text(encoding="utf-8").splitlines()[3])
    with (run / "results.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps({**line, "id": "hopeless"}, ensure_ascii=False) + "\n")
    with Store(run) as again:
        assert (again.count(), again.progress().changed) == (5, 1)
        assert [place.id for place, *_ in again.rows(Filter(decision="changed"))] == ["hopeless"]


def test_failures_that_change_under_the_review_are_noticed(client, run):
    fail(run, {**REFUSED, "id": "reused"}, UNREAD)
    assert client.get("/case/5").status_code == 409


def test_a_review_of_an_older_version_is_gone_on_with(run):
    with Store(run) as store:
        store.sign(store.place(1), "accepted", reviewer="x", report=store.line(store.place(1)))
    database = sqlite3.connect(run / "review.sqlite")
    database.executescript("alter table place drop column reason; update stamp set text = '1 2 3 4';")
    database.close()
    fail(run, UNREAD)
    with Store(run) as store:
        assert (store.count(), store.progress().signed) == (5, 1)
        assert store.place(5).failure == UNREAD["error"]["zh"]


def test_foreign_text_of_a_failure_is_inert(run):
    payload = "'\"><img src=x onerror=alert(1)>{{7*7}}\u202e"
    error = {"zh": payload, "en": payload, "code": 1}
    fail(run, {"id": payload, "error": error}, {**HOPELESS, "question": payload, "error": error})
    with Store(run) as store:
        guard = build(store, "x", PORT)
        client = TestClient(guard, base_url=ORIGIN, follow_redirects=False)
        client.get(guard.url)
        for path in ("/case/5", "/case/6", "/cases"):
            page = client.get(path)
            assert len(tree(page).xpath("//script | //img | //*[@onerror]")) == 1
            assert "{{7*7}}" in page.text and "\u202e" not in page.text
