"""The gateway: pages of its own on an origin of its own, and the way to the treasury. 二(三)-4.

A process and an account of its own; it shows what it sends, checks who signed it, and sends it
(docs/decisions/two-signatures.md).
"""
