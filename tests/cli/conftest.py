"""What the command-line tests share: a case, a fresh process, and a fake OpenAI-compatible server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASE = (
    "王某于2016年4月11日入职某公司，双方订有书面劳动合同。2025年5月20日，公司以王某不能胜任工作、经调整岗位后仍不能胜任为由"
    "解除劳动合同，已提前三十日书面通知王某。王某解除前十二个月的平均应得工资为9,840元，当地上年度职工月平均工资为9,000元，"
    "最低工资标准为2,300元。公司应支付王某的经济补偿为多少元？"
)
ANSWER = "93480.00"  # 9 years 1 month and 10 days → 9.5 months × 9,840
GOOD = (
    "<think>\n要素：入职=2016年4月11日；解除=2025年5月20日；月平均工资=9,840元；所问=经济补偿\n"
    "补偿类型：不能胜任工作依法解除，劳动合同法第四十六条应付经济补偿。\n"
    "月数与基数：9年1个月零10天，零头不满六个月按半个月，共9.5个月；9,840元未超过三倍社平。\n"
    "赔偿计算：9.5×9840=93480元。\n</think>\n公司应付经济补偿93480元。\\boxed{93480}"
)
WRONG = GOOD.replace("共9.5个月", "共10个月").replace("9.5×9840=93480", "10×9840=98400").replace(
    "93480", "98400"
)  # fmt: skip
TRUNCATED = GOOD[: GOOD.index("赔偿计算")]


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No option or store of the developer reaches a test."""
    for name in [n for n in os.environ if n.startswith("LEXCALC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LEXCALC_HOME", str(tmp_path / "home"))


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """The case as a UTF-8 file."""
    path = tmp_path / "case.txt"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``lexcalc`` in a fresh process, or other Python code with ``code``."""

    def run(*args: str, code: str | None = None, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *(["-c", code] if code else ["-m", "lexcalc"]), *args]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **options.pop("env", {})}
        return subprocess.run(
            command, env=env, cwd=tmp_path, text=True, encoding="utf-8", timeout=60,
            **{"capture_output": True, "stdin": subprocess.DEVNULL, **options},
        )  # fmt: skip

    return run


@dataclass
class FakeServer:
    """A server that gives prepared replies in order (the last one again and again) and keeps requests."""

    url: str = ""
    replies: list[tuple[str, str]] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    die_after: int | None = None  # pieces sent before the connection is cut
    refuse_schema: bool = False  # as a server that knows no structured output

    def reply(self, text: str, finish_reason: str = "stop") -> None:
        """Queue a reply."""
        self.replies.append((text, finish_reason))


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A running fake server."""
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            return

        def do_GET(self) -> None:
            self._json({"object": "list", "data": [{"id": "fake", "object": "model"}]})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if fake.refuse_schema and "response_format" in body:
                self.send_error(400)
                return
            fake.requests.append(body)
            text, finish = fake.replies.pop(0) if len(fake.replies) > 1 else fake.replies[0]
            usage = {"prompt_tokens": 10, "completion_tokens": len(text), "total_tokens": 10 + len(text)}
            if not body.get("stream"):
                message = {"role": "assistant", "content": text}
                choice = {"index": 0, "message": message, "finish_reason": finish}
                self._json({"id": "x", "model": "fake", "choices": [choice], "usage": usage})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            pieces = [text[i : i + 20] for i in range(0, len(text), 20)]
            for sent, piece in enumerate(pieces):
                if fake.die_after is not None and sent >= fake.die_after:
                    self.close_connection = True
                    return
                self._event({"delta": {"content": piece}, "finish_reason": None})
            self._event({"delta": {}, "finish_reason": finish})
            self._write({"id": "x", "model": "fake", "choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, choice: dict) -> None:
            self._write({"id": "x", "model": "fake", "choices": [{"index": 0, **choice}]})

        def _write(self, data: dict) -> None:
            self.wfile.write(b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n")
            self.wfile.flush()

        def _json(self, data: dict) -> None:
            text = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{running.server_port}/v1"
    yield fake
    running.shutdown()
    running.server_close()
