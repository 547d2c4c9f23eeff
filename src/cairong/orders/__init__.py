"""Orders and what persons sign: the bytes of what leaves, keys, signatures, instructions.

It writes nothing in web or worker: the gateway's role alone may (docs/decisions/two-signatures.md).
二(三)-4.
"""
