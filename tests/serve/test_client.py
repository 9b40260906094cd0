"""The client against a server that misbehaves in every way a server can."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lexcalc.errors import Exit, ServerError, UsageError
from lexcalc.serve import client


def event(text: str = "", **choice) -> bytes:
    body = {"model": "m", "choices": [{"index": 0, "delta": {"content": text}, **choice}]}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


USAGE = b'data: {"model": "m", "choices": [], "usage": {"completion_tokens": 7}}\n\n'
DONE = b"data: [DONE]\n\n"
ANSWER = [event("公司应付"), event("119000元", finish_reason="stop"), USAGE, DONE]


class Fake(ThreadingHTTPServer):
    """A server that runs one function per request; `asked` holds the requests' bodies."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.headers: list = []
        self.script: list[Callable[[Handler], None]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Fake

    def log_message(self, *args) -> None:
        pass

    def do_POST(self) -> None:
        self.server.headers.append(self.headers)
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.server.script.pop(0)(self)

    def start(self, kind: str = "text/event-stream", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()


def stream(*pieces: bytes, pause: float = 0.0) -> Callable[[Handler], None]:
    def play(handler: Handler) -> None:
        handler.start()
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
        time.sleep(pause)

    return play


def status(code: int, body: str, kind: str = "application/json") -> Callable[[Handler], None]:
    def play(handler: Handler) -> None:
        handler.start(kind, code)
        handler.wfile.write(body.encode())

    return play


@pytest.fixture
def fake(monkeypatch) -> Iterator[Fake]:
    monkeypatch.setattr(client, "RETRY_DELAYS", (0.01, 0.01))
    server = Fake()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def ask(fake: Fake, *script, messages=None, **options) -> client.Completion:
    fake.script[:] = script
    messages = messages or [{"role": "user", "content": "案情"}]
    return client.complete(messages, base_url=fake.url, model="m", max_tokens=50, **options)


def test_an_answer_is_streamed_with_its_end_and_tokens(fake):
    seen = []
    answer = ask(fake, stream(*ANSWER), on_text=seen.append)
    assert answer == client.Completion("公司应付119000元", "stop", 7, "m")
    assert seen == ["公司应付", "119000元"]
    assert fake.asked[0]["temperature"] == 0 and fake.asked[0]["stream"] is True


def test_the_network_may_cut_anywhere_even_inside_a_character(fake):
    whole = b"".join(ANSWER)
    pieces = [whole[i : i + 3] for i in range(0, len(whole), 3)]
    assert ask(fake, stream(b": keep-alive\r\n\r\n", *pieces)).text == "公司应付119000元"


def test_thinking_that_is_sent_apart_is_put_back(fake):
    body = {"choices": [{"delta": {"reasoning_content": "8.5×12600"}}]}
    thought = f"data: {json.dumps(body)}\n\n".encode()
    assert ask(fake, stream(thought, *ANSWER)).text == "<think>8.5×12600</think>公司应付119000元"


def test_an_opened_answer_is_continued(fake):
    ask(
        fake,
        stream(*ANSWER),
        messages=[{"role": "user", "content": "a"}, {"role": "assistant", "content": "<think>"}],
    )
    assert fake.asked[0]["continue_final_message"] is True
    assert fake.asked[0]["add_generation_prompt"] is False


def test_length_is_reported(fake):
    assert ask(fake, stream(event("a", finish_reason="length"), DONE)).finish_reason == "length"


def test_a_server_that_does_not_stream_is_read(fake):
    body = {"choices": [{"message": {"content": "5元"}, "finish_reason": "stop"}]}
    assert ask(fake, status(200, json.dumps(body))).text == "5元"


def test_nobody_listens(fake):
    fake.server_close()
    with pytest.raises(ServerError, match="无法连接") as caught:
        client.complete([], base_url="http://127.0.0.1:9", model="m", max_tokens=1)
    assert caught.value.exit_code == Exit.UNREACHABLE == 5


def test_failures_before_the_first_token_are_tried_again_a_few_times(fake):
    assert ask(fake, status(503, "busy"), lambda handler: None, stream(*ANSWER)).tokens == 7
    with pytest.raises(ServerError, match="500"):
        ask(fake, *[status(500, '{"error": {"message": "boom"}}')] * 4)
    assert len(fake.script) == 1, "three attempts, not more"


def test_a_wrong_request_is_not_tried_again(fake):
    with pytest.raises(ServerError, match="model not found"):
        ask(fake, status(404, '{"error": {"message": "model not found"}}'))
    assert len(fake.asked) == 1


@pytest.mark.parametrize("end", [[], [b'data: {"choi']])
def test_cut_in_mid_answer_keeps_what_came_and_is_not_tried_again(fake, end):
    with pytest.raises(ServerError) as caught:
        ask(fake, stream(event("公司应付"), *end))
    assert caught.value.partial == "公司应付" and caught.value.exit_code == 5
    assert len(fake.asked) == 1


def test_a_stall_is_given_up(fake):
    with pytest.raises(ServerError, match="没有输出") as caught:
        ask(fake, stream(event("公司"), pause=2.0), stall=0.3)
    assert caught.value.partial == "公司"


@pytest.mark.parametrize(
    "bad",
    [
        b"data: \xff\xfe\n\n",
        b"data: {broken\n\n",
        b"data: [1]\n\n",
        b'data: {"choices": 5}\n\n',
        b'data: {"error": {"message": "engine died"}}\n\n',
        b"data: " + b"x" * (1 << 21),
    ],
    ids=["utf-8", "json", "list", "choices", "error", "endless"],
)
def test_garbage_in_the_stream_is_one_sentence_with_the_partial_text(fake, bad):
    with pytest.raises(ServerError) as caught:
        ask(fake, stream(event("公司"), bad))
    assert caught.value.partial == "公司" and "\n" not in caught.value.zh


@pytest.mark.parametrize("body", ["<html>login</html>", "[]", "{}", "null", '{"choices": [1]}'])
def test_a_page_instead_of_an_answer(fake, body):
    with pytest.raises(ServerError, match="无法读取"):
        ask(fake, status(200, body, "text/html"))


def test_no_proxy_stands_between_a_process_and_its_own_machine(fake, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(fake, stream(*ANSWER)).tokens == 7


def test_a_key_is_sent_only_where_it_cannot_be_overheard(fake, monkeypatch):
    monkeypatch.setenv("LEXCALC_API_KEY", "secret")
    ask(fake, stream(*ANSWER))
    assert fake.headers[0]["authorization"] == "Bearer secret"
    with client._client("http://example.invalid/v1", 1.0) as http:
        assert "authorization" not in http.headers


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1"),
        (" https://a.example/api/v3 ", "https://a.example/api/v3"),
    ],
)
def test_addresses(given, meant):
    assert client.normalise(given) == meant


@pytest.mark.parametrize("bad", ["", "127.0.0.1:8000", "ftp://x", "http://", "http://x:99999", "http://[::1"])
def test_bad_addresses(bad):
    with pytest.raises(UsageError):
        client.normalise(bad)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://127.0.0.1:1", False),
        ("http://[::1]:1", False),
        ("http://localhost:1", False),
        ("http://192.0.2.1", True),
        ("http://127.0.0.1.example.com", True),
        ("https://192.0.2.1", False),
    ],
)
def test_plain_http_to_another_machine_is_warned_of(url, warned, capsys):
    client.warn_if_open(url)
    assert bool(capsys.readouterr().err) == warned
