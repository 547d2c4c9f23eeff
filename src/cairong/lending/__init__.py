"""Intents, applications, offers, loans and their repayment. 一(一) 二(一) 二(四) 二(五)"""
