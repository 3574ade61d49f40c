"""Slow and plain NumPy versions of what nurie computes fast, written from the paper's facts alone."""
