"""Pages of a city that opens: what is missing, by whom, and where it is done. 三(一)-2"""
