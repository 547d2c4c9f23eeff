"""Institutions in and out: admitted, reviewed yearly, suspended, resumed by the bureau. 一(一)-4"""
