"""What institutions offer, in versions. 二(一)-2 二(五)"""
