"""What the treasury owes on a contract, to which account it may go, and the books of it.

Owns the receivable (contract × supplier), its payee versions, the lock of the account, acceptance,
payment, remittance and the entries of the books: 二(三)-2…4, and the headroom of 一(一)-1.
"""
