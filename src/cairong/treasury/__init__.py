"""Receivables, payee versions, locks, acceptance, payments and the books. 二(三)"""
