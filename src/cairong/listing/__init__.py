"""Lists: rows narrowed, sorted, counted and read a page at a time, as plain values.

A list is declared once (`declared.py`) and read by one engine (`reading.py`), whether its rows
stand in the database (`stored.py`) or are worked out (`worked.py`). It knows no room above it: a
declaration names the reads of the rooms, and every function it names takes actor and moment first.
"""
