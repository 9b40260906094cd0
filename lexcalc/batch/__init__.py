"""Many cases in one run: readers of case files, a journal that survives any death, engines."""

KINDS = (
    "auto",
    "server",
    "vllm",
)  # of engines (lexcalc.batch.choose); here because a command line names them
