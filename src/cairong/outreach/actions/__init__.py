"""Use-cases: sending and opening the notice letter, telling the next holders, reading."""
