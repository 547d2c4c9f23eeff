"""What a city lacks for lawful service (开城清单), and what only persons know of it. 三(一)-2"""
