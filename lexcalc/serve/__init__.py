"""Models on this machine: checkpoint store, vLLM server, client of any OpenAI-compatible server."""

DEFAULT_MAX_TOKENS = 768  # what LexPam was trained with
