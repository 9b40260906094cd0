"""Many cases in one run: readers of case files, a journal that survives any death, engines."""

# Of engines (lexcalc.batch.choose); here because a command line names them.
KINDS = ("auto", "server", "vllm", "ray")
