"""The form of a victim's request for her own record."""

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form


class OwnRequestForm(Form):
    """When she asked; she need not say why."""

    asked_on = forms.DateField(label="Asked on", initial=clock.today)
