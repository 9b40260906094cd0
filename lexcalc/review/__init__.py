"""The review of a run: a local page where a lawyer corrects facts, recomputes and signs off case by case."""
