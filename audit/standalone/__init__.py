"""Programs that outsiders run: each is one file, needs Python and `cryptography`, and shares no
code with the product or with the other."""
