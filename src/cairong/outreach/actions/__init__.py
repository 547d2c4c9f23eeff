"""Use-cases: sending and opening the notice letter, reading messages."""
