"""Acts on keys of persons; orders about money are drawn and signed in the treasury room."""
