"""Dated rows that officers keep: parameters, holidays, LPR, waivers. 三(一)-2"""
