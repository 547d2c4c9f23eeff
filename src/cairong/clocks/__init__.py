"""Duties with their due days, pauses and verdicts, as append-only marks. 二(二) 二(四)"""
