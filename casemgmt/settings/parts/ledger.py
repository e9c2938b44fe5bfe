"""What leaves the ledger: the journal, anchors beside the file, and the stream for a SIEM."""

from casemgmt.settings.env import env

# The name that heads carry and keys sign under. Empty: casemgmt-ledger- and the jurisdiction.
LEDGER_NAME = env.str("LEDGER_NAME", default="")

# A line of each event (its id and digest, no content), sent on commit: file:/path, tcp://host:port,
# udp://host:port or tls://host:port?ca=/path. Empty: no journal.
LEDGER_JOURNAL = env.str("LEDGER_JOURNAL", default="")
# What happens where a line cannot be sent: False alarms and goes on, True answers 500 without data.
LEDGER_JOURNAL_STRICT = env.bool("LEDGER_JOURNAL_STRICT", default=False)

# Signed heads by mail: to whom, and how many seconds apart.
LEDGER_MAIL_TO = env.list("LEDGER_MAIL_TO", default=[])
LEDGER_MAIL_EVERY = env.int("LEDGER_MAIL_EVERY", default=86_400)

# Time stamps (RFC 3161): the authority's address, and how many seconds apart. The certificate of
# its root goes to `ledger verify --tsa-root`, kept outside like the public key.
LEDGER_TSA_URL = env.str("LEDGER_TSA_URL", default="")
LEDGER_TSA_EVERY = env.int("LEDGER_TSA_EVERY", default=86_400)

# Witnesses that co-sign heads (C2SP tlog-witness): addresses with commas, and seconds apart.
LEDGER_WITNESSES = env.list("LEDGER_WITNESSES", default=[])
LEDGER_WITNESS_EVERY = env.int("LEDGER_WITNESS_EVERY", default=60)

# The private enterprise number in syslog's structured data; 32473 is the one of examples.
LEDGER_SIEM_PEN = env.int("LEDGER_SIEM_PEN", default=32_473)

# Tables whose rows change without an act of anybody: `ledger changes` leaves them out.
LEDGER_HOUSEKEEPING = ["teams_notice", "teams_reminder", "audit_accountingrun"]

# Alarms (CJIS AU-5 asks for less than an hour): minutes that an event may wait for its seal, that a
# stamp or co-signature may be late after it is due, and that a head may wait to be mailed.
LEDGER_ALARM_SEAL_MINUTES = env.int("LEDGER_ALARM_SEAL_MINUTES", default=10)
LEDGER_ALARM_VOUCH_MINUTES = env.int("LEDGER_ALARM_VOUCH_MINUTES", default=30)
LEDGER_ALARM_MAIL_MINUTES = env.int("LEDGER_ALARM_MAIL_MINUTES", default=30)
# Minutes after which a watcher that has not looked counts as silent.
LEDGER_ALARM_WATCH_MINUTES = env.int("LEDGER_ALARM_WATCH_MINUTES", default=10)

# Working hours, by which use after hours is told: for everybody, and by the name of an agency that
# has its own, as JSON: {"Altona Probation": "mo-su 00:00-24:00 America/Chicago"}.
LEDGER_HOURS = env.str("LEDGER_HOURS", default="mo-fr 07:00-19:00")
LEDGER_HOURS_OF = env.json("LEDGER_HOURS_OF", default={})

# From which count a day on use is unusual: looks after hours, cases outside the caseload, refusals,
# rows taken out, records opened; and how many times the usual of the person and of colleagues.
LEDGER_UNUSUAL_AFTER_HOURS = env.int("LEDGER_UNUSUAL_AFTER_HOURS", default=5)
LEDGER_UNUSUAL_OUTSIDE = env.int("LEDGER_UNUSUAL_OUTSIDE", default=3)
LEDGER_UNUSUAL_REFUSALS = env.int("LEDGER_UNUSUAL_REFUSALS", default=10)
LEDGER_UNUSUAL_EXPORT_ROWS = env.int("LEDGER_UNUSUAL_EXPORT_ROWS", default=500)
LEDGER_UNUSUAL_VOLUME = env.int("LEDGER_UNUSUAL_VOLUME", default=60)
LEDGER_UNUSUAL_FACTOR = env.float("LEDGER_UNUSUAL_FACTOR", default=3.0)
LEDGER_UNUSUAL_USUAL_DAYS = env.int("LEDGER_UNUSUAL_USUAL_DAYS", default=28)

# The weekly review (CJIS AU-6): so many days after the week's end it is late.
LEDGER_REVIEW_DAYS = env.int("LEDGER_REVIEW_DAYS", default=5)

# Accountings of disclosures: from how many events on they are made in the background, and how many
# days before the last day the privacy officer is reminded.
ACCOUNTING_AT_ONCE = env.int("ACCOUNTING_AT_ONCE", default=200_000)
ACCOUNTING_REMINDER_DAYS = env.list("ACCOUNTING_REMINDER_DAYS", cast=int, default=[14, 3, 0])
