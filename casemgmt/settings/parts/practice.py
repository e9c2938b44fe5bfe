"""Numbers and tables of practice that a site sets: how often, which instrument says what."""

from casemgmt.settings.env import BASE_DIR, env

# Days until the next exam after one that gave a result, and after one that gave none.
POLYGRAPH_INTERVAL_DAYS = env.int("POLYGRAPH_INTERVAL_DAYS", default=180)
POLYGRAPH_RETRY_DAYS = env.int("POLYGRAPH_RETRY_DAYS", default=90)

# The longest time for which an authorization or a Part 2 consent can be recorded.
AUTHORIZATION_MAX_DAYS = env.int("AUTHORIZATION_MAX_DAYS", default=730)

# A victim's release: how long usually, from when on it is long, how long at most.
# How many days the team has for a question from the victims' side before it is reminded.
VICTIM_QUESTION_DAYS = env.int("VICTIM_QUESTION_DAYS", default=7)
# Checks of conflicts that one advocate may run a day, so that they do not become a search.
CONFLICT_CHECKS_A_DAY = env.int("CONFLICT_CHECKS_A_DAY", default=10)
MODERATOR_TERM_MONTHS = env.int("MODERATOR_TERM_MONTHS", default=6)
VICTIM_RELEASE_DAYS = env.int("VICTIM_RELEASE_DAYS", default=15)
VICTIM_RELEASE_LONG_DAYS = env.int("VICTIM_RELEASE_LONG_DAYS", default=30)
VICTIM_RELEASE_MAX_DAYS = env.int("VICTIM_RELEASE_MAX_DAYS", default=90)

# From what age on the law here lets a minor get an advocate's help, and sign a release, without a
# parent or guardian; 0: never.
VICTIM_MINOR_ALONE_FROM = env.int("VICTIM_MINOR_ALONE_FROM", default=0)

# How many days before a paper ends its recorder and the case's officer are reminded.
RELEASE_REMINDER_DAYS = env.list("RELEASE_REMINDER_DAYS", cast=int, default=[14, 3])
# How large a scan of a signed form can be.
PAPER_MAX_BYTES = env.int("PAPER_MAX_BYTES", default=5 * 1024 * 1024)

# The band of a level label, for sorting and charts, by how the label begins; others have none.
RISK_BANDS = {"I": 1, "II": 2, "III": 3, "IVa": 4, "IVb": 5}

# Whose level stands at the head of a case. An acute rating changes too soon for that.
INSTRUMENTS_OF_HEAD = ("static_99r", "sotips", "vasor_2", "ls_cmi", "j_soap_ii")

# Totals without a level of their own: they only enter the combined rating that a site keeps.
INSTRUMENTS_WITHOUT_LEVEL = ("stable_2007",)
WORDS_WITHOUT_LEVEL = "No level of its own"

# Made and normed for youths; all others are for adults (C-RSK-1).
INSTRUMENTS_FOR_YOUTHS = ("j_soap_ii",)

# Emergency access: how long it stays open, how many working days a review may take, and which words
# are no reason. A reason has at least so many words.
BREAK_GLASS_HOURS = env.int("BREAK_GLASS_HOURS", default=4)
BREAK_GLASS_REVIEW_DAYS = env.int("BREAK_GLASS_REVIEW_DAYS", default=3)
BREAK_GLASS_LEAST_WORDS = env.int("BREAK_GLASS_LEAST_WORDS", default=2)
BREAK_GLASS_IDLE_WORDS = env.list(
    "BREAK_GLASS_IDLE_WORDS",
    default=[
        "curious", "curiosity", "just looking", "only looking", "looking around", "having a look",
        "nosy", "bored", "no reason", "none of your business", "for fun", "just checking",
    ],
)  # fmt: skip

# Days of the year on which nobody works, as 2026-07-04; weekends never count.
HOLIDAYS = env.list("HOLIDAYS", default=[])

# A designee's standing ends when the meeting closes, at the latest so many hours after its end.
DESIGNEE_HOURS_AFTER = env.int("DESIGNEE_HOURS_AFTER", default=12)

# The quarterly access review: days to answer it; so many days before its end it is mailed again.
ACCESS_REVIEW_DAYS = env.int("ACCESS_REVIEW_DAYS", default=14)
ACCESS_REVIEW_REMIND_DAYS = env.int("ACCESS_REVIEW_REMIND_DAYS", default=3)

# What a victim who asks may be told, as a file shaped like victims/information.yaml; "" is it.
VICTIM_INFORMATION_TABLE = env.str("VICTIM_INFORMATION_TABLE", default="")

# Duties of one's own: whose law counts (a state of the file, nothing by default), and the file.
DUTY_STATE = env.str("DUTY_STATE", default="")
DUTIES_FILE = env.str("DUTIES_FILE", default=str(BASE_DIR / "casemgmt/policy/duties.yaml"))
# Hours before a duty of one's own ends at which its owner is mailed.
DUTY_REMINDER_HOURS = env.list("DUTY_REMINDER_HOURS", cast=int, default=[6, 1])
# Whether the team can learn that a warning was made, where the assessor says so and no law bars it.
TEAM_LEARNS_OF_WARNINGS = env.bool("TEAM_LEARNS_OF_WARNINGS", default=False)
# Days in which a victim's request for her own record is answered (45 CFR 164.524 gives 30).
OWN_REQUEST_DAYS = env.int("OWN_REQUEST_DAYS", default=30)
# A number below this is not shown where it could tell of a person (B-VAWA-10).
SMALL_CELL = env.int("SMALL_CELL", default=11)

# The coarse areas of no-contact terms, as a file shaped like victims/areas.yaml; "" is it.
COARSE_AREAS_FILE = env.str("COARSE_AREAS_FILE", default="")
