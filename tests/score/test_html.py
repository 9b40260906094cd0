"""The HTML report: well-formed, closed to the network, and no foreign text can leave its place in it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from lexcalc.contract import ReasoningOut
from lexcalc.score.html import render
from lexcalc.score.results import results
from lexcalc.score.runs import read_runs
from tests.report.sample import sample
from tests.score.folder import gold, run_folder

VOID = {"meta", "line", "rect"}
PAYLOADS = [
    "<script>alert(1)</script>",
    "</pre></details><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}{# x #}",
    "\"'><svg/onload=alert(1)>",
    "</style><style>*{display:none}",
    "<!-- ]]>",
    "javascript:alert(1)",
    "&lt;b&gt;",
]
BIDI = "\u202e000,1\u202c\u2066\u200b\x1b[31m"


class Reader(HTMLParser):
    """Tags in order, attributes, and the text outside the style sheet; a tag that is closed wrongly fails."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text += data


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode())
    reader.close()
    assert reader.open == []
    return reader


def hostile(tmp_path, payload: str):
    text = f"<think>\n{payload}{BIDI}\n</think>\n\\boxed{{5}}"
    report = sample(
        id=payload, question=f"{payload}{BIDI}", reasoning=ReasoningOut(text=text, answer="5.00", tokens=3)
    )
    report.verdict.reasons = [payload + BIDI]
    report.provenance.model = payload
    folder = run_folder(tmp_path / "run", [report], [gold(payload, "1")])
    return read_runs([folder])


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_foreign_text_stays_text(tmp_path, payload, lang):
    runs = hostile(tmp_path, payload)
    harmless = read(render(results(hostile(tmp_path / "b", "x")), hostile(tmp_path / "c", "x"), lang))
    runs[0].name = payload  # as a folder's name may be
    data = render(results(runs), runs, lang)
    found = read(data)
    assert found.tags == harmless.tags
    assert {name for name, _ in found.attributes} == {name for name, _ in harmless.attributes}
    assert not any(name.startswith("on") or name in ("href", "src", "style") for name, _ in found.attributes)
    assert found.text.count(payload) >= 5  # id, case, reasoning, reason, model
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\x1b]", data.decode())


def test_nothing_is_loaded_and_the_style_is_the_one_allowed(tmp_path):
    runs = hostile(tmp_path, "x")
    text = render(results(runs), runs).decode()
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script", text)
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search('http-equiv="Content-Security-Policy" content="(.*?)"', text)[1]
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    )
    assert "prefers-color-scheme: dark" in style and "@media print" in style


def test_plots_and_tables_of_several_runs(tmp_path):
    golds = [gold("a", "107100"), gold("b", "107100", "TC"), gold("c", "1", "WC")]
    folders = [
        run_folder(tmp_path / name, [sample(id=id) for id in ids], golds)
        for name, ids in (("one", "abc"), ("two", "ab"))
    ]
    runs = read_runs(folders)
    found = read(render(results(runs), runs, "en"))
    bars = found.tags.count("rect")
    # Two plots of accuracy with 4 + 3 bars, one of statuses with 1 + 1, and their keys.
    assert bars == 2 * 7 + 2 + 2 * 2 + 1
    assert found.tags.count("figure") == 3 and found.tags.count("details") == 5
    assert "one, EC: 1/1" in found.text and "107,100.00" in found.text
    for name in ("x", "y", "width", "height", "y1", "y2"):
        values = [float(value) for key, value in found.attributes if key == name]
        assert values and all(0 <= value <= 640 for value in values)


def test_half_a_surrogate_pair_is_no_crash(tmp_path):
    runs = hostile(tmp_path, "x")
    runs[0].name = "\ud800"
    assert "\ufffd".encode() in render(results(runs), runs)
