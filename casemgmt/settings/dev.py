"""Development: the same walls as production, errors shown, mail to the catcher."""

from casemgmt.settings.base import *  # noqa: F403
from casemgmt.settings.env import env, secret

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY", "development-only-secret-key-not-for-any-deployment")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
DEMO = True
DUTY_STATE = env.str("DUTY_STATE", default="CT")  # so that the clocks of duties can be seen
WHITENOISE_USE_FINDERS = True  # straight from static/, without collectstatic
WHITENOISE_AUTOREFRESH = True
