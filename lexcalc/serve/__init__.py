"""Models on this machine: the checkpoint store, the vLLM server and the client of any OpenAI-compatible server."""
