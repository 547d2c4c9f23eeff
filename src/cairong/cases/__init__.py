"""Reading above all rooms: who holds the ball of a case, until when, and what follows from it.

Everything here is read from the states of the rooms below and leaves as plain frozen values, so
that pages, an API, jobs and stories say the same of a case. 一(一)-2, 三(一)-2
"""
