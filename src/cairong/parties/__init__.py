"""Who takes part: cities, regions, organisations, people, mandates, accounts, proposals.

二(一) 三(一)
"""
