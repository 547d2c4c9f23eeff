"""Targets against actual amounts, per county. 一(二) 三"""
