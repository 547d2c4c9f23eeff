"""Drive cases as people would: stories, the demo city, what is measured, and the long tests.

No door: it calls use-cases with actors of its own making. Only the command starts it.
"""
