"""Who takes part: cities, regions, organisations, people, mandates, accounts, two-person acts. 二(一) 三(一)"""
