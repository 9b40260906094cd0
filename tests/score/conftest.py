"""Every test here speaks Chinese and finds no option of the developer's, as those of the command line."""

from tests.cli.conftest import isolated, process

__all__ = ["isolated", "process"]
