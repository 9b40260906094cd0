"""Time of a training run: its budget, the schedule that follows it, checkpoints that know their age."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

MARK = "complete.json"  # written last: a checkpoint without it was broken off


class Clock(TrainerCallback):
    """Seconds and tokens of a run over all its resumed parts; stops it when ``max_minutes`` are over."""

    def __init__(self, max_minutes: float | None) -> None:
        self.budget = None if max_minutes is None else 60 * max_minutes
        self.before = 0.0
        self.tokens = 0
        self.share = 0.0  # of the budget, the same in every process
        self._started: float | None = None

    @property
    def seconds(self) -> float:
        """Time trained so far."""
        return self.before + (0.0 if self._started is None else time.monotonic() - self._started)

    def resume(self, checkpoint: Path) -> None:
        """Go on from what a checkpoint has seen."""
        seen = json.loads((checkpoint / MARK).read_text())
        self.before, self.tokens, self.share = seen["seconds"], seen["tokens"], seen["share"]

    def stop(self) -> None:
        """End of the training: what follows is not counted."""
        self.before, self._started = self.seconds, None

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Start counting."""
        self._started = time.monotonic()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Look at the budget."""
        if self.budget is None:
            return
        self.share = _everywhere(min(1.0, self.seconds / self.budget))
        if self.share >= 1:
            control.should_training_stop = control.should_save = control.should_log = True

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Mark the checkpoint that has just been written as whole."""
        if state.is_world_process_zero:
            content = {"seconds": self.seconds, "tokens": self.tokens, "share": self.share}
            folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            (folder / MARK).write_text(json.dumps(content))


def last_checkpoint(folder: Path) -> Path | None:
    """The newest whole checkpoint of a run; broken ones are passed over."""
    if not folder.is_dir():
        return None
    whole = [path for path in folder.glob("checkpoint-*") if (path / MARK).is_file()]
    return max(whole, key=lambda path: int(path.name.split("-")[1]), default=None)


def schedule(shape: str, warmup: float, steps: int, clock: Clock) -> Callable[[int], float]:
    """The factor of the learning rate by step: by the share of steps or of time, whichever is more."""

    def factor(step: int) -> float:
        done = step / max(1, steps)
        # Before the first update of a run by time, the step count says how far it is.
        done = max(done, clock.share) if clock.budget else done
        if done < warmup:
            return min(1.0, max(done, 1 / max(1, steps)) / warmup)
        left = 1 - (min(done, 1.0) - warmup) / (1 - warmup)
        if shape == "cosine":
            return 0.5 * (1 + math.cos(math.pi * (1 - left)))
        return left if shape == "linear" else 1.0

    return factor


def _everywhere(value: float) -> float:
    from accelerate.utils import broadcast_object_list

    return float(broadcast_object_list([value])[0])
