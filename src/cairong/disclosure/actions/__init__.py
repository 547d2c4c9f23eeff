"""Use-cases that publish: signing, deciding and resubmitting filings, samples."""
