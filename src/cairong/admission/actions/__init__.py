"""Acts of the SME authority, of institutions that answer, and of the supplier that is named."""
