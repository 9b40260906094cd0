"""The review server: one case a page, forms that work without a script, decisions kept before the reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lexcalc.contract import Report
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.report.messages import tr
from lexcalc.review import export, failed, forms
from lexcalc.review.failed import Failure
from lexcalc.review.guard import Guard
from lexcalc.review.index import FAILED, Place, manifest_of
from lexcalc.review.pages import DECISIONS, STATIC, STATUSES, Pages
from lexcalc.review.recompute import Again, recompute
from lexcalc.review.store import DECISIONS as SIGNED_AS
from lexcalc.review.store import OPEN, Filter, Store
from lexcalc.textio import visible

PAGE = 50  # cases in one page of the list
KEPT = 64  # results of failed cases, which are computed when they are looked at
NONE = Failure("", "", {}, {})  # of a case that did not fail


class Review:
    """The handlers over one store; they run one after another in the server's loop, so nothing is shared."""

    def __init__(self, store: Store, reviewer: str, lang: str | None = None) -> None:
        self.store = store
        self.reviewer = reviewer
        self.manifest: Mapping[str, Any] = manifest_of(store.folder)
        self._computed: dict[str, Report | None] = {}  # of failed cases, by the digest of the failure
        self.pages = Pages(store.folder.resolve().name, reviewer, lang)

    def app(self) -> Starlette:
        """The routes, without a guard."""
        return Starlette(
            routes=[
                Route("/", self.start),
                Route("/cases", self.cases),
                Route("/case/{number:int}", self.case),
                Route("/case/{number:int}", self.work, methods=["POST"]),
                Route("/export.jsonl", self.export),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            exception_handlers={
                LexcalcError: self._failed,
                HTTPException: self._failed,
                Exception: self._broken,
            },
        )

    async def start(self, request: Request) -> Response:
        """To the first case that nobody has signed."""
        number = self.store.step(0, Filter(decision=OPEN)) or self.store.step(0, Filter())
        return RedirectResponse(f"/case/{number}" if number else "/cases", 303)

    async def cases(self, request: Request) -> Response:
        """The list of a filter."""
        chosen = _filter(request)
        page = _page(request)
        return HTMLResponse(
            self.pages.cases(
                **self._frame(chosen),
                number=None,
                rows=self.store.rows(chosen, (page - 1) * PAGE, PAGE),
                page=page,
                last=max(1, -(-self.store.count(chosen) // PAGE)),
            )
        )

    async def case(self, request: Request) -> Response:
        """One case as the run left it, or as it was signed last."""
        place, failure, report = await self._case(request)
        if report is None:
            return self._show_failed(request, place, failure, forms.Sent())
        manifest = self._manifest(failure)
        history = self.store.history(place.key)
        sent, again = forms.of_report(report), None
        if history and history[0].digest == place.digest:
            sent = forms.of_signed(history[0], report)
            try:
                again = recompute(report, sent.changes, manifest) if sent.changes else None
            except UsageError as error:  # the rules have changed since it was signed
                return self._show(request, place, report, sent, None, problem=tr(error.zh, error.en))
        return self._show(request, place, report, sent, again)

    async def work(self, request: Request) -> Response:
        """Recompute, or sign and go on to the next case."""
        place, failure, report = await self._case(request)
        body = await _body(request)
        if report is None:
            return self._work_failed(request, place, failure, forms.read_failed(body))
        sent, manifest = forms.read(body, report), self._manifest(failure)
        again = None
        try:
            if sent.problems:
                raise UsageError(" ".join(sent.problems), " ".join(sent.problems))
            if sent.changes:
                again = recompute(report, sent.changes, manifest)
            if sent.action == "recompute":
                again = again or recompute(report, sent.changes, manifest)
                return self._show(request, place, report, sent, again)
            self._sign(place, report, sent, again)
        except UsageError as error:
            return self._show(request, place, report, sent, again, problem=tr(error.zh, error.en))
        return self._next(request, place)

    def _next(self, request: Request, place: Place) -> Response:
        chosen = _filter(request)
        number = self.store.step(place.number, chosen)
        return RedirectResponse(
            f"/case/{number}{_query(chosen)}" if number else f"/cases{_query(chosen)}", 303
        )

    def _work_failed(self, request: Request, place: Place, failure: Failure, sent: forms.Sent) -> Response:
        """Sign a case without a result and go on to the next one."""
        try:
            if sent.problems:
                raise UsageError(" ".join(sent.problems), " ".join(sent.problems))
            if sent.action not in ("rejected", "unsure"):
                raise UsageError(
                    "没有结果的案件只能签“退回”或“存疑”。", "A case without a result is rejected or unsure."
                )
            kept = failed.signed(failure)
            self.store.sign(place, sent.action, reviewer=self.reviewer, report=kept, note=sent.note)  # type: ignore[arg-type]
        except UsageError as error:
            return self._show_failed(request, place, failure, sent, problem=tr(error.zh, error.en))
        return self._next(request, place)

    async def export(self, request: Request) -> Response:
        """The signed cases as a case file."""
        lines = export.lines(self.store, export.Counts())
        headers = {"content-disposition": 'attachment; filename="reviewed.jsonl"'}
        return StreamingResponse(lines, media_type="application/jsonl; charset=utf-8", headers=headers)

    def _sign(self, place: Place, report: Report, sent: forms.Sent, again: Again | None) -> None:
        from lexcalc.report.json_out import dumps

        if sent.action not in SIGNED_AS:
            raise UsageError("没有这种签署。", "There is no such decision.")
        values = forms.decide(sent, report.verdict.answer)
        signed = dumps(again.report if again else report, indent=None)
        self.store.sign(place, sent.action, reviewer=self.reviewer, report=signed, **values)  # type: ignore[arg-type]

    def _show(
        self,
        request: Request,
        place: Place,
        report: Report,
        sent: forms.Sent,
        again: Again | None,
        problem: str = "",
    ) -> Response:
        chosen = _filter(request)
        page = self.pages.case(
            report,
            sent,
            again,
            **self._frame(chosen),
            **self._around(request, place, chosen),
            problem=problem,
            other_rules=self._other_rules(report),
        )
        return HTMLResponse(page, 422 if problem else 200)

    def _show_failed(
        self, request: Request, place: Place, failure: Failure, sent: forms.Sent, problem: str = ""
    ) -> Response:
        chosen = _filter(request)
        around = {**self._frame(chosen), **self._around(request, place, chosen)}
        page = self.pages.failed(failure, sent, **around, problem=problem)
        return HTMLResponse(page, 422 if problem else 200)

    def _around(self, request: Request, place: Place, chosen: Filter) -> dict[str, Any]:
        return {
            "place": place,
            "number": place.number,
            "before": self.store.step(place.number, chosen, back=True),
            "after": self.store.step(place.number, chosen),
            "history": self.store.history(place.key),
            "pending": request.method == "POST",
        }

    def _frame(self, chosen: Filter) -> dict[str, Any]:
        return {
            "progress": self.store.progress(),
            "chosen": chosen,
            "query": _query(chosen),
            "left": self.store.count(chosen),
            "status_counts": self.store.statuses(),
        }

    async def _case(self, request: Request) -> tuple[Place, Failure, Report | None]:
        """A case, why it failed (nothing where it did not), and its report, for a failed one by the rules."""
        place = self.store.place(request.path_params["number"])
        if place is None:
            raise HTTPException(404)
        if place.status != FAILED:
            return place, NONE, self._report(place)
        failure = failed.read(self.store.line(place))
        if place.digest not in self._computed:
            # Beside the server's loop: such a case may take a minute.
            report = await run_in_threadpool(failed.report, failure, self.manifest)
            while len(self._computed) >= KEPT:
                self._computed.pop(next(iter(self._computed)))
            self._computed[place.digest] = report
        return place, failure, self._computed[place.digest]

    def _manifest(self, failure: Failure) -> Mapping[str, Any]:
        return self.manifest if failure is NONE else failed.manifest_for(failure, self.manifest)

    def _report(self, place: Place) -> Report:
        from pydantic import ValidationError

        from lexcalc.report.json_out import loads

        try:
            return loads(self.store.line(place))
        except ValidationError:
            raise UsageError(
                f"第 {place.number} 个案件的结果不是这个版本的报告。",
                f"The result of case {place.number} is no report of this version.",
            ) from None

    def _other_rules(self, report: Report) -> bool:
        from lexcalc.law import load_rulebook

        return report.provenance.rules != load_rulebook().sha256

    async def _failed(self, request: Request, error: Exception) -> Response:
        if isinstance(error, LexcalcError):
            return HTMLResponse(self.pages.error(tr(error.zh, error.en), "/cases"), 409)
        code = error.status_code if isinstance(error, HTTPException) else 500
        words = {
            404: ("没有这一页。", "There is no such page."),
            413: ("表单太大。", "The form is too large."),
        }
        return HTMLResponse(self.pages.error(tr(*words.get(code, ("无法处理。", "Not possible.")))), code)

    async def _broken(self, request: Request, error: Exception) -> Response:
        kind = type(error).__name__  # the message may quote the case
        sentence = tr(
            f"程序内部出错（{kind}），没有签署。", f"An internal failure ({kind}); nothing was signed."
        )
        return HTMLResponse(self.pages.error(sentence), 500)


def build(store: Store, reviewer: str, port: int, lang: str | None = None) -> Guard:
    """The whole application for one port of 127.0.0.1; its ``url`` opens it."""
    return Guard(Review(store, reviewer, lang).app(), port)


def _filter(request: Request) -> Filter:
    get = request.query_params.get
    status, decision = get("status", ""), get("decision", "")
    return Filter(
        status if status in STATUSES else "",
        decision if decision in DECISIONS else "",
        visible(get("q", "").strip()[:200]),  # as the index has it
    )


def _query(chosen: Filter) -> str:
    values = {"status": chosen.status, "decision": chosen.decision, "q": chosen.words}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > forms.MAX_BODY:
            raise HTTPException(413)
    return body
