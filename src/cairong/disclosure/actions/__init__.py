"""Use-cases that publish by themselves: samples, a changed account, what is no longer withheld."""
