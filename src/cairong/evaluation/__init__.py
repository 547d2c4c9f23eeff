"""The yearly evaluation: published scheme, a year's result, appeals, what it earns. 三(二)-1 -2"""
