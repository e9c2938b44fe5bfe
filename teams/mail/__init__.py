"""The mails that this product sends: they name nobody, no case and no kind of meeting."""
