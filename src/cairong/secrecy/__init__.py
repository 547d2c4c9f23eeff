"""What came in and is a state secret: frozen at once, purged on the authority's demand (二(二)-5).

A frozen case is nowhere that anybody reads: its rows stand apart, with what its events said.
"""
