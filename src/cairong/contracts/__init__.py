"""Awards and their shares, contracts with every item the notice names, filings. 二(二)"""
