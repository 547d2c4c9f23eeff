"""The People's Bank's own SME assessment (方案B): scheme, values, results. 三(二)-2"""
