"""What a library writes past Python is sifted; nothing else is lost, late or changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

from lexcalc.batch import stderr

LINE = re.compile(rb"\[[^\]\n]*\] told[^\n]*\n")


def test_only_the_line_is_dropped(capfd):
    os.write(2, b"before [x] told 0\n")
    with stderr.without(LINE):
        os.write(2, b"[I 1] told 3\n")
        os.write(2, b"[E 1] a real error\n[I 1] told 3\nhalf a li")
        subprocess.run([sys.executable, "-c", "import os; os.write(2, b'ne of a child\\n')"], check=True)
        sys.stderr.write("from Python\n")
    os.write(2, b"after [x] told 1\n")
    expected = (
        "before [x] told 0\n[E 1] a real error\nhalf a line of a child\nfrom Python\nafter [x] told 1\n"
    )
    assert capfd.readouterr().err == expected


def test_what_is_written_is_seen_at_once(capfd):
    with stderr.without(LINE):
        os.write(2, b"10 %\r")
        limit, seen = time.monotonic() + 5, ""
        while not seen and time.monotonic() < limit:
            seen = capfd.readouterr().err
    assert seen == "10 %\r"


def test_an_exception_passes_and_no_file_stays_open(capfd):
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        try:
            with stderr.without(LINE):
                raise ZeroDivisionError
        except ZeroDivisionError:
            os.write(2, b"x")
    assert capfd.readouterr().err == "xxx" and len(os.listdir("/proc/self/fd")) == before


def test_a_closed_standard_error_is_left_closed():
    code = (
        "import os, re\nfrom lexcalc.batch import stderr\nos.close(2)\n"
        "with stderr.without(re.compile(b'x')): print('inside')\n"
        "try: os.fstat(2)\nexcept OSError: print('closed')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.split() == ["inside", "closed"]


def test_a_child_that_lives_on_does_not_hold_us_up(capfd):
    begin = time.monotonic()
    with stderr.without(LINE):
        child = subprocess.Popen(
            [sys.executable, "-c", "import os, time; time.sleep(4); os.write(2, b'late\\n')"]
        )
    assert time.monotonic() - begin < 3.5
    child.wait()
    limit, seen = time.monotonic() + 5, ""
    while not seen and time.monotonic() < limit:
        seen = capfd.readouterr().err
    assert seen == "late\n"
