"""Step-up, by the name under which the pages of the case file and of teams know it."""

from casemgmt.web.step_up import RecentSignInView as RecentSignInView
from casemgmt.web.step_up import ask_again as ask_again
