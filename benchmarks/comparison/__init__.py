"""The parts of compare.py: the machine, one run, and the report."""
