"""Trajectories: how a lawyer reasons from the case to the amount, written for every question and reviewed."""
