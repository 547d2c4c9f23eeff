"""What institutions offer and by which rules of their own, in versions. 二(一)-2 二(四)-2 二(五)"""
