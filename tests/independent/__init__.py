"""A second implementation of the statutes in plain fractions, compared with the engine on random cases."""
