"""Numbers and tables of practice that a site sets: how often, which instrument says what."""

from casemgmt.settings.env import env

# Days until the next exam after one that gave a result, and after one that gave none.
POLYGRAPH_INTERVAL_DAYS = env.int("POLYGRAPH_INTERVAL_DAYS", default=180)
POLYGRAPH_RETRY_DAYS = env.int("POLYGRAPH_RETRY_DAYS", default=90)

# The longest time for which an authorization can be recorded.
AUTHORIZATION_MAX_DAYS = env.int("AUTHORIZATION_MAX_DAYS", default=730)

# The band of a level label, for sorting and charts, by how the label begins; others have none.
RISK_BANDS = {"I": 1, "II": 2, "III": 3, "IVa": 4, "IVb": 5}

# Whose level stands at the head of a case. An acute rating changes too soon for that.
INSTRUMENTS_OF_HEAD = ("static_99r", "sotips", "vasor_2", "ls_cmi", "j_soap_ii")

# Totals without a level of their own: they only enter the combined rating that a site keeps.
INSTRUMENTS_WITHOUT_LEVEL = ("stable_2007",)
WORDS_WITHOUT_LEVEL = "No level of its own"

# Made and normed for youths; all others are for adults (C-RSK-1).
INSTRUMENTS_FOR_YOUTHS = ("j_soap_ii",)
