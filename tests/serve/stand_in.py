"""A program that looks like a model server from outside: `stand_in.py PORT NAME [BEHAVIOUR]`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/metrics":
            text = "vllm:num_requests_running 0.0\n"
        else:
            text = json.dumps({"data": [{"id": sys.argv[2]}]})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self) -> None:
        # `mortal 3`: the third question is its last
        self.server.answered = getattr(self.server, "answered", 0) + 1
        if behaviour == "mortal" and self.server.answered >= int(sys.argv[4]):
            os._exit(1)
        choice = {"message": {"role": "assistant", "content": "\\boxed{93480}"}, "finish_reason": "stop"}
        text = json.dumps({"model": sys.argv[2], "choices": [choice]})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    behaviour = sys.argv[3] if len(sys.argv) > 3 else ""
    if behaviour == "dies":
        print("ValueError: no such model")
        sys.exit(1)
    if behaviour == "stubborn":
        # A worker that ignores the request to end, as a server busy in native code does.
        code = (
            "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
        )
        worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        worker.stdout.readline()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
