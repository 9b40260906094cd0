"""Processes that are started must not stay behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lexcalc.serve.processes import identity

PARENT = """
import subprocess, sys
from lexcalc.serve.processes import die_with_parent
child = subprocess.Popen(["sleep", "300"], preexec_fn=die_with_parent)
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="prctl is Linux's")
def test_a_child_ends_with_a_parent_that_was_killed_outright():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        assert identity(child) is not None
        parent.kill()
        parent.wait()
        limit = time.monotonic() + 20
        while identity(child) is not None and time.monotonic() < limit:
            time.sleep(0.05)
        assert identity(child) is None
    finally:
        if identity(child) is not None:
            os.kill(child, signal.SIGKILL)
