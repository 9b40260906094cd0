"""One file per output form of a report."""
