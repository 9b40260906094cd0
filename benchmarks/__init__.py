"""Speed and accuracy of lexcalc, each measured by one script that prints a table and can write JSON."""
