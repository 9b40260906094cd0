"""The HTML paper in a real browser: no word on the console, links and folding work, it prints unfolded."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from lexcalc import pipeline
from lexcalc.contract import Report
from lexcalc.report import html
from tests.browser import MISSING, Browser, browser
from tests.report.sample import sample
from tests.report.test_html import CASE, PAYLOADS

pytestmark = pytest.mark.skipif(MISSING, reason="no Chromium with chromedriver is installed")
ARTICLE = "劳动者在本单位工作的年限"  # of 劳动合同法第47条, folded on the screen


@pytest.fixture(scope="module")
def window(tmp_path_factory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def show(window: Browser, report: Report, folder: Path) -> None:
    path = folder / "report.html"
    path.write_bytes(html.render(report))
    window.console()
    window.open(path.as_uri())


def printed(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages)).replace("\n", "")


def test_a_highlight_leads_to_its_fact_and_back(window, tmp_path):
    report = pipeline.assess(CASE)
    show(window, report, tmp_path)
    at = [fact.name for fact in report.facts].index("月平均工资") + 1
    window.click(f"mark[data-facts~='{at}'] a")
    assert window.run("return document.querySelector(':target').id") == f"fact-{at}"
    assert window.run("return document.querySelector(':target').getBoundingClientRect().top") < 900
    window.click(f"#fact-{at} a[href='#at-{at}']")
    assert window.run("return document.querySelector(':target').id") == f"at-{at}"
    window.click(f"#item-1 a[href='#fact-{at}']")
    assert window.run("return location.hash") == f"#fact-{at}"
    assert window.console() == []


def test_articles_unfold_with_the_keyboard(window, tmp_path):
    show(window, pipeline.assess(CASE), tmp_path)
    assert ARTICLE not in window.run("return document.body.innerText")
    window.run("document.querySelector('#law-1 summary, details summary').focus()")
    opened = window.run("return document.querySelectorAll('details[open]').length")
    window.press("\ue007")  # Enter
    assert window.run("return document.querySelectorAll('details[open]').length") == opened + 1


def test_it_prints_unfolded_and_folds_again(window, tmp_path):
    show(window, pipeline.assess(CASE), tmp_path)
    text = printed(window.pdf())
    assert "93,480.00" in text and ARTICLE in text
    assert window.run("return document.querySelectorAll('details[open]').length") == 0
    assert window.console() == []


def test_it_prints_unfolded_without_javascript(tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(html.render(pipeline.assess(CASE)))
    with browser(tmp_path, "--blink-settings=scriptEnabled=false") as window:
        window.open(path.as_uri())
        assert ARTICLE in printed(window.pdf())


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_its_ground(window, tmp_path, dark):
    show(window, pipeline.assess(CASE), tmp_path)
    value = "dark" if dark else "light"
    features = [{"name": "prefers-color-scheme", "value": value}]
    window.devtools("Emulation.setEmulatedMedia", features=features)
    assert window.run(_CONTRAST) >= 4.5
    window.devtools("Emulation.setEmulatedMedia", features=[])


def test_hostile_text_runs_nothing(window, tmp_path):
    payload = "".join(PAYLOADS) + "<img src=x onerror=document.title='owned'>"
    report = sample("disagrees", question=payload)
    report.assessment.items[0].head = report.reasoning.steps[0].text = payload
    show(window, report, tmp_path)
    assert window.run("return document.title") == "赔偿计算 · sample"
    assert window.run("return document.images.length + document.scripts.length") == 1
    assert window.console() == []


# The least contrast (WCAG) of any text against the nearest ground that is painted behind it.
_CONTRAST = """
const light = (rgb) => {
  const linear = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = rgb.map((v) => linear(v / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
const ground = (element) => {
  for (; element; element = element.parentElement) {
    const found = numbers(getComputedStyle(element).backgroundColor);
    if (found.length === 3 || found[3] > 0) return found.slice(0, 3);
  }
  return [255, 255, 255];
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let least = 21;
while (walker.nextNode()) {
  const parent = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !parent.checkVisibility()) continue;
  const ink = light(numbers(getComputedStyle(parent).color).slice(0, 3)), paper = light(ground(parent));
  least = Math.min(least, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
}
return least;
"""
