"""A process that looks like vLLM's from outside: `stand_in_engine.py BEHAVIOUR ANSWERS`; see `Scripted`."""

from __future__ import annotations

import os
import sys
import time

from lexcalc.serve.apart import serve
from lexcalc.serve.inprocess import Request, Unanswerable, Written
from tests.cli.conftest import GOOD


class Scripted:
    """Says the same to everyone, all who wait at once.

    ``dies``: it never comes up; ``mortal``: it dies before its answer number ANSWERS; ``silent``: it works
    for ever.
    """

    def __init__(self) -> None:
        print("a library that prints")
        if behaviour == "dies":
            print("RuntimeError: no room for the weights", file=sys.stderr)
            sys.exit(1)
        self.waiting: list[str] = []
        self.answered = 0

    @property
    def busy(self) -> bool:
        return bool(self.waiting)

    def ask(self, id: str, request: Request) -> None:
        if "太长" in request.messages[-1]["content"]:
            raise Unanswerable("too long")
        self.waiting.append(id)

    def step(self) -> list[Written]:
        if behaviour == "silent":
            time.sleep(600)
        self.answered += len(self.waiting)
        if behaviour == "mortal" and self.answered >= int(sys.argv[2]):
            print("RuntimeError: out of memory", file=sys.stderr, flush=True)
            os._exit(1)
        done, self.waiting = self.waiting, []
        return [Written(id, GOOD, "stop", len(GOOD)) for id in done]


if __name__ == "__main__":
    behaviour = sys.argv[1]
    serve(Scripted)
