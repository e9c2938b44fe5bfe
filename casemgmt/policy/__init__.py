"""Who may see what: pure rules over frozen facts and a table that anyone can read.
No Django in here."""
