"""Pages of disputes about a size class: of who asks, of the firm, of the SME authority."""
