"""The page of scores in a real browser: its style applies, nothing runs, cases unfold, it prints short."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest

from lexcalc.score.html import render
from lexcalc.score.results import results
from tests.browser import MISSING, Browser, browser
from tests.report.test_in_browser import _CONTRAST
from tests.score.test_html import PAYLOADS, hostile

pytestmark = pytest.mark.skipif(MISSING, reason="no Chromium with chromedriver is installed")
GROUND = "return getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def window(tmp_path_factory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def show(window: Browser, folder, payload: str = "x") -> None:
    runs = hostile(folder, payload)
    path = folder / "scores.html"
    path.write_bytes(render(results(runs), runs))
    window.console()
    window.open(path.as_uri())


@pytest.mark.parametrize("payload", [*PAYLOADS, "<script>document.title='run'</script>"])
def test_nothing_foreign_runs_or_is_reported(window, tmp_path, payload):
    show(window, tmp_path, payload)
    assert payload in window.run("return document.body.textContent")
    assert window.run("return document.querySelectorAll('script, img, iframe, a').length") == 0
    assert window.run("return document.title") != "run" and window.console() == []


def test_the_plots_are_drawn_in_both_schemes(window, tmp_path):
    show(window, tmp_path)
    fills = window.run(
        "return [...document.querySelectorAll('figure rect')].map(r => getComputedStyle(r).fill)"
    )
    assert "rgb(0, 114, 178)" in fills and "rgb(0, 0, 0)" not in fills
    widths = "[...document.querySelectorAll('figure > svg')].map(s => s.getBoundingClientRect().width)"
    assert min(window.run(f"return {widths}")) > 200
    light = window.run(GROUND)
    window.click("summary")
    assert window.run(_CONTRAST) >= 4.5
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    window.devtools("Emulation.setEmulatedMedia", **dark)
    assert window.run(GROUND) != light and window.run(_CONTRAST) >= 4.5
    window.devtools("Emulation.setEmulatedMedia", features=[])


def test_a_case_unfolds_and_paper_has_what_is_unfolded(window, tmp_path):
    show(window, tmp_path, "案情如下")
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(window.pdf())).pages)
    assert "模型的推理" not in pages and "评分" in pages
    window.click("summary")
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(window.pdf())).pages)
    assert "模型的推理" in pages and window.console() == []


def test_a_narrow_window_scrolls_tables_not_the_page(window, tmp_path):
    show(window, tmp_path, "EC-" + "x" * 150)
    window.click("summary")
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    window.devtools("Emulation.setDeviceMetricsOverride", **size)
    assert window.run("return document.documentElement.scrollWidth") <= 400
    window.devtools("Emulation.clearDeviceMetricsOverride")
