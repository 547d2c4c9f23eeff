"""Use-cases: freezing a case at once, purging it by an authority's letter, putting it back."""
