"""Documents made from the code: the register of clauses, the states, the sentences."""
