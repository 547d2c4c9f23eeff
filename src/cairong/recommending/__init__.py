"""Suppliers the SME authority recommends, with grounds, and what institutions answer. 三(一)-4"""
