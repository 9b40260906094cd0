"""Models on this machine: checkpoint store, vLLM server, client of any OpenAI-compatible server."""
