"""Sign a contract, file it, and decide its filing. 二(二)-1…7

These acts reach from contracts up to lending and publish in their own transaction (D27); the room
has no tables of its own.
"""
