"""Signed heads: what the chain of events was at a moment, signed by a key that no other part holds.

The signer (`signer.py` and what it imports) is a process of its own and knows nothing of Django.
"""
