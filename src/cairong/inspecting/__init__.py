"""Inspectors (审计、纪检): who may read a region for a stated matter and time. 三(一)-2"""
