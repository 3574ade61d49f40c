"""Tests of the studio; `running` is shared with the tests in a real browser."""
