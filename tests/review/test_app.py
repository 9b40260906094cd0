"""The review server: who is let in, what a case shows, recomputing, signing, harmless foreign text."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from lxml import etree
from starlette.testclient import TestClient

from lexcalc.review.app import build
from lexcalc.review.store import Filter, Store
from lexcalc.textio import printable, visible
from tests.review.conftest import dev

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"
POST = {"origin": ORIGIN}


@pytest.fixture
def store(run):
    with Store(run) as opened:
        yield opened


@pytest.fixture
def guard(store):
    return build(store, "李律师", PORT)


@pytest.fixture
def stranger(guard):
    """A browser that has not opened the link."""
    return TestClient(guard, base_url=ORIGIN, follow_redirects=False)


@pytest.fixture
def client(guard, stranger):
    """A browser that has."""
    answer = stranger.get(guard.url)
    assert answer.status_code == 303
    return stranger


def tree(answer) -> etree._Element:
    return etree.fromstring(answer.content, etree.HTMLParser(encoding="utf-8"))


def words(answer, id: str) -> str:
    found = tree(answer).xpath(f"//*[@id='{id}']")
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def form(answer, action: str, **changed: str) -> dict[str, list[str]]:
    """What a browser would send for the page's form, with some facts (or fields) changed."""
    page = tree(answer)
    data: dict[str, list[str]] = {"name": [], "value": [], "ok": [], "action": [action]}
    for element in page.xpath("//form[@id='review']//*[@name]"):
        name = element.get("name")
        if element.tag == "select":
            chosen = element.xpath("option[@selected]")
            option = chosen[0] if chosen else element.xpath("option")[0]
            value = option.get("value", option.text or "")
        elif element.tag == "textarea":
            value = element.text or ""
        elif element.get("type") == "checkbox":
            if element.get("checked") is not None:
                data["ok"].append(element.get("value"))
            continue
        elif element.tag == "button":
            continue
        else:
            value = element.get("value", "")
        fact = element.get("data-fact")
        data.setdefault(name, []).append(changed.pop(fact, value) if fact else changed.pop(name, value))
    assert not changed, changed
    return data


def send(client, number: int, action: str, **changed: str):
    path = f"/case/{number}"
    return client.post(path, data=form(client.get(path), action, **changed), headers=POST)


def test_the_link_opens_once_and_gives_a_strict_cookie(guard, stranger):
    link = guard.url
    assert stranger.get("/case/1").status_code == 403
    assert stranger.get("/?token=wrong").status_code == 403
    answer = stranger.get(link)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert link.partition("token=")[2] not in cookie  # the link's token is no key to the session
    assert stranger.get("/case/1").status_code == 200
    another = TestClient(guard, base_url=ORIGIN, follow_redirects=False)
    assert another.get(link).status_code == 403
    assert another.get("/case/1", headers={"cookie": cookie.split("=")[0] + "=guess"}).status_code == 403


HOSTS = [
    "evil.example",
    f"evil.example:{PORT}",
    f"localhost:{PORT}",
    "127.0.0.1",
    f"127.0.0.1:{PORT + 1}",
    "",
]
ORIGINS = [None, "null", "http://evil.example", f"http://127.0.0.1:{PORT + 1}", f"https://127.0.0.1:{PORT}"]


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused_even_with_the_cookie(client, host):
    assert client.get("/case/1", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_form_of_another_page_signs_nothing(client, store, origin):
    data = form(client.get("/case/1"), "accepted")
    headers = {} if origin is None else {"origin": origin}
    assert client.post("/case/1", data=data, headers=headers).status_code == 403
    assert store.progress().signed == 0


def test_every_answer_carries_a_policy_without_inline_code(client, stranger):
    for path in ("/case/1", "/cases", "/static/review.js", "/nowhere", "/export.jsonl"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
    page = tree(client.get("/case/1"))
    assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
    assert not [u for u in page.xpath("//@src | //@href | //@action") if not re.match("[/#](?!/)", u)]


def test_a_case_shows_text_facts_and_result(client):
    answer = client.get("/case/1")
    page = tree(answer)
    marked = page.xpath("//div[@class='case']//mark[@title='月平均工资']//text()")
    assert "".join(marked).startswith("7,260")
    case = "".join(t for t in page.xpath("//div[@class='case']//text()[not(ancestor::sup)]"))
    assert case == dev("dev-EC-001")[0]["question"]
    assert "39,930.00" in words(answer, "old")
    assert words(answer, "progress") == "0/4"
    for element in page.xpath("//form//input[not(@type='hidden')] | //form//select | //form//textarea"):
        named = page.xpath("//label[@for=$id]", id=element.get("id", "-"))
        assert named or element.xpath("ancestor::label"), element.attrib


def test_recomputing_shows_old_and_new_and_signs_nothing(client, store):
    answer = send(client, 1, "recompute", 月平均工资="8000")
    assert answer.status_code == 200
    assert "39,930.00" in words(answer, "old")
    assert "44,000.00" in words(answer, "new")  # 5.5 months × 8,000
    assert not words(answer, "today")  # nothing else has changed
    marked = tree(answer).xpath("//div[@class='case']//mark[@title='月平均工资']//text()")
    assert "".join(marked).startswith("7,260")  # where the correction is to be compared
    assert tree(answer).xpath("//tr[@class='changed']//input[@data-fact='月平均工资']/@value") == ["8000"]
    assert store.progress().signed == 0


def test_a_missing_fact_is_asked_for_and_then_there_is_an_answer(client):
    answer = client.get("/case/4")
    assert "月平均工资" in words(answer, "missing")
    answer = client.post("/case/4", data=form(answer, "recompute", 月平均工资="6000"), headers=POST)
    assert "月平均工资" not in words(answer, "missing")
    for name, value in {"社平月工资": "9000", "最低工资": "2000"}.items():
        if name in words(answer, "missing"):
            answer = client.post("/case/4", data=form(answer, "recompute", **{name: value}), headers=POST)
    assert "27,000.00" in words(answer, "new")  # 4 years and 4 months: 4.5 × 6,000


def test_heads_and_payers_can_be_corrected(client, store):
    answer = send(client, 1, "recompute", heads="违法解除赔偿金")
    assert "39,930.00" in words(answer, "old")
    assert "39,930" not in words(answer, "new")
    answer = client.post("/case/1", data=form(answer, "corrected"), headers=POST)
    assert answer.status_code == 303
    assert [s.heads for s in store.signed()] == [["违法解除赔偿金"]]


def test_signing_goes_on_to_the_next_case_and_keeps_every_decision(client, store):
    answer = send(client, 1, "accepted", note="已核对")
    assert (answer.status_code, answer.headers["location"]) == (303, "/case/2")
    assert send(client, 1, "corrected", 月平均工资="8000", note="漏看").status_code == 303
    answer = client.get("/case/1")
    assert words(answer, "progress") == "1/4"
    history = words(answer, "history")
    assert history.index("更正") < history.index("通过") and "李律师" in history and "漏看" in history
    assert "44,000.00" in words(answer, "new")  # it is shown as it was signed
    assert client.get("/").headers["location"] == "/case/2"
    last = store.place(1)
    assert [s.decision for s in store.history(last.key)] == ["corrected", "accepted"]
    assert json.loads(store.history(last.key)[0].report)["verdict"]["answer"] == "44000.00"


@pytest.mark.parametrize(
    ("action", "changed"),
    [
        ("accepted", {"月平均工资": "8000"}),  # a change that would be lost
        ("accepted", {"amount": "1"}),
        ("corrected", {}),
        ("corrected", {"amount": "39930"}),  # the same amount again
        ("rejected", {"amount": "many"}),
        ("corrected", {"月平均工资": "many"}),
        ("corrected", {"月平均工资": ""}),
        ("nonsense", {}),
        ("recompute", {"heads": "没有的项目"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_stays_in_the_form(client, store, action, changed):
    answer = send(client, 1, action, **changed)
    assert answer.status_code == 422
    assert words(answer, "problem")
    for value in changed.values():
        assert not value or value in unescape(answer.text)
    assert store.progress().signed == 0


def test_the_stated_amount_is_kept(client, store):
    assert send(client, 1, "corrected", amount="4万元").status_code == 303
    assert [s.amount for s in store.signed()] == ["40000.00"]


def test_filters_search_and_order(client, store):
    send(client, 1, "accepted")
    assert client.get("/case/2?decision=open").status_code == 200
    page = tree(client.get("/cases?decision=open"))
    assert page.xpath("//tbody//th//text()") == ["dev-EC-002", "dev-WC-009", "no-wage"]
    assert tree(client.get("/cases?status=facts_missing")).xpath("//tbody//th//text()") == ["no-wage"]
    assert tree(client.get("/cases", params={"q": "物流公司"})).xpath("//tbody//th//text()") == ["dev-EC-001"]
    page = tree(client.get("/case/2?decision=open"))
    assert page.xpath("//a[@id='next']/@href") == ["/case/3?decision=open"]
    assert not page.xpath("//a[@id='prev']")
    assert store.step(2, Filter(decision="open"), back=True) is None
    assert client.get("/cases?page=999999999999&status=<x>").status_code == 200


def test_wrong_addresses_and_large_forms(client):
    assert client.get("/case/99").status_code == 404
    assert client.get("/case/99999999999999999999").status_code == 404
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404
    assert client.post("/case/1", content=b"x=" + b"a" * 600_000, headers=POST).status_code == 413
    assert client.post("/case/1", content=b"name=a&action=accepted", headers=POST).status_code == 409


PAYLOADS = [
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}",
    "</textarea></select></script>",
    "javascript:alert(1)",
    "\u202e021\u2066x\u200b",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_foreign_text_is_inert_wherever_it_stands(make_run, payload):
    line = dev("dev-EC-001")[0]
    folder = make_run([{"id": line["id"], "question": line["question"]}])
    report = json.loads((folder / "results.jsonl").read_text(encoding="utf-8"))
    report["id"] = payload
    report["question"] = payload + report["question"]
    for fact in report["facts"]:
        fact["span"] = fact["span"] and [end + len(payload) for end in fact["span"]]
    report["facts"][0]["note"] = payload
    report["assessment"]["missing"] = [f"{payload}；可用 --set {payload}=值 补充"]
    report["assessment"]["items"][0]["explanation"] = payload
    report["reasoning"] = {
        "text": payload,
        "elements": {payload: payload},
        "steps": [{"kind": payload, "title": payload, "text": payload, "equations": [{"text": payload}]}],
    }
    (folder / "results.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    with Store(folder) as store:
        guard = build(store, payload, PORT)
        client = TestClient(guard, base_url=ORIGIN, follow_redirects=False)
        client.get(guard.url)
        plain = tree(client.get("/case/1"))
        assert len(plain.xpath("//script | //img | //*[@onerror]")) == 1  # our own script
        shown = visible(payload)
        assert "".join(plain.xpath("//div[@class='case']//text()")).startswith(shown)
        data = form(client.get("/case/1"), "rejected", note=payload, amount="1")
        assert client.post("/case/1", data=data, headers=POST).status_code == 303
        for path in ("/case/1", "/cases", f"/cases?q={payload}"):
            page = client.get(path)
            assert len(tree(page).xpath("//script | //img | //*[@onerror]")) == 1
            assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069]", page.text)
            everything = "".join(tree(page).itertext())
            assert shown in everything or printable(payload) in everything
            addresses = tree(page).xpath("//@href | //@src | //@action")
            assert not [each for each in addresses if not re.match("[/#](?!/)", each)]
        assert json.loads(client.get("/export.jsonl").text)["id"] == payload


def test_results_that_change_under_the_review_are_noticed(client, run):
    content = (run / "results.jsonl").read_bytes()
    (run / "results.jsonl").write_bytes(content.replace("陈某".encode(), "张某".encode()))
    answer = client.get("/case/1")
    assert answer.status_code == 409 and "重新运行" in answer.text


def test_an_internal_failure_says_its_type_only(client, monkeypatch):
    from lexcalc.review import app

    def broken(*_):
        raise RuntimeError("陈某的案情")

    monkeypatch.setattr(app, "recompute", broken)
    answer = send(client, 1, "recompute", 月平均工资="8000")
    assert answer.status_code == 500
    assert "RuntimeError" in answer.text and "陈某" not in answer.text


def test_english_frame(store):
    guard = build(store, "Li", PORT, "en")
    client = TestClient(guard, base_url=ORIGIN, follow_redirects=False)
    client.get(guard.url)
    assert "Recompute" in client.get("/case/1").text
