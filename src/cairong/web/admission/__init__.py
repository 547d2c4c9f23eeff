"""Pages on which the bureau admits institutions, reviews, suspends and resumes them."""
