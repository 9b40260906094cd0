"""Many cases in one run: readers of case files, a journal that survives any death, engines."""
