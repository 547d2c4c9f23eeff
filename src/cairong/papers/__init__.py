"""The file room: papers of every side, stored once by hash; who reads them. 二(四)-2"""
