"""Complaints about conduct: filed on a case, answered, taken up the ladder, counted. 三(一)-2"""
