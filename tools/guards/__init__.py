"""Break each guard of the program alone, and see the test that holds it fail: `make guards`.

guards.toml is the one list of guards: what each holds, the tests that fail without it, and how it
is taken out. docs/decisions/guards.md is made from it (`data.py`), tests/house/test_guards.py holds
that every test is there and every break still finds its place, `lanes.py` makes the breaks.
"""
