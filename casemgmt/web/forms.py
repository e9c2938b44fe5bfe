"""Django's own form renderer in USWDS dress, and the base class of the product's forms."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget

YEARS = (1900, 2199)
COUNTED_FROM = 200  # a shorter field needs no count of characters beside it

# The first that fits is taken: Django derives CheckboxSelectMultiple from RadioSelect.
CLASS_OF = (
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "file-input"),
    (forms.widgets.Input, "usa-input"),
)
ERRORS_SHOWN_BY = ("usa-input", "usa-select", "usa-textarea")
NATIVE = (  # the browser's own pickers: USWDS' calendar does not meet WCAG
    (forms.DateTimeField, forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateField, forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeField, forms.TimeInput, "time", "%H:%M"),
)
WHAT_TO_DO = (
    (forms.DateTimeField, "invalid", "Choose a day and a time, for example 2026-03-14 at 10:30."),
    (forms.DateField, "invalid", "Choose a day that exists, for example 2026-03-14."),
    (forms.TimeField, "invalid", "Choose a time of day, for example 10:30."),
    (forms.MultipleChoiceField, "required", "Choose at least one."),
    (forms.MultipleChoiceField, "invalid_choice", "Choose among the choices that are shown."),
    (forms.ModelMultipleChoiceField, "required", "Choose at least one."),
    (forms.ModelMultipleChoiceField, "invalid_choice", "Choose among the choices that are shown."),
    (forms.ChoiceField, "required", "Choose one."),
    (forms.ChoiceField, "invalid_choice", "Choose one of the choices that are shown."),
    (forms.BooleanField, "required", "Tick this box to go on."),
    (forms.IntegerField, "invalid", "Type a whole number in figures, for example 12."),
    (forms.Field, "required", "Fill this in."),
)  # fmt: skip
TOO_LONG = (
    "This has %(show_value)d characters and there is room for %(limit_value)d. "
    "Shorten it, or continue in a second entry."
)


class USWDSBoundField(forms.BoundField):
    """A field that knows how USWDS shows it."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        _use_native_picker(field)

    def build_widget_attrs(self, attrs: dict, widget: Widget | None = None) -> dict:
        """Add the classes of USWDS to the widget's attributes."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        base = next((name for kind, name in CLASS_OF if isinstance(widget, kind)), "")
        error = f"{base}--error" if self.errors and base in ERRORS_SHOWN_BY else ""
        given = str(attrs.get("class") or widget.attrs.get("class", ""))
        attrs["class"] = " ".join(name for name in (given, base, error) if name)
        attrs["placeholder"] = False  # a label that goes away when one types is no label
        return attrs

    @property
    def aria_describedby(self) -> str | None:
        """Name the hint, the error and the count, each where it exists."""
        described = super().aria_describedby
        if described is None or not self.count_limit or not self.auto_id:
            return described
        return f"{described} {self.auto_id}_count".strip()

    @property
    def is_choice_group(self) -> bool:
        """Tell whether the field is a group of radio buttons or of checkboxes."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def is_checkbox(self) -> bool:
        """Tell whether the field is one checkbox, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def choice_class(self) -> str:
        """Return the USWDS block of the group's choices."""
        many = isinstance(self.field.widget, forms.CheckboxSelectMultiple)
        return "usa-checkbox" if many else "usa-radio"

    @property
    def count_limit(self) -> int | None:
        """Return the most characters of a text that is long enough to be counted."""
        limit = getattr(self.field, "max_length", None)
        return limit if limit and limit >= COUNTED_FROM and _is_text(self.field) else None

    @property
    def link_target(self) -> str:
        """Return the id that the error summary leads to."""
        return f"{self.auto_id}_0" if self.is_choice_group else self.id_for_label


class USWDSRenderer(TemplatesSetting):
    """The project's FORM_RENDERER."""

    form_template_name = "uswds/form.html"
    field_template_name = "uswds/field.html"
    bound_field_class = USWDSBoundField


class MaxText(forms.CharField):
    """Text of some length, always with a limit; a line end counts as one character."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: object) -> str | None:
        """Return the text as the browser counted it: a line end is one character."""
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(value)


class Form(forms.Form):
    """The base of the product's forms: knows the viewer, never saves, and says what to do."""

    def __init__(self, *args: Any, viewer: Any = None, **options: Any) -> None:
        """Take the viewer; raises TypeError for a text field without a max_length."""
        super().__init__(*args, **options)
        self.viewer = viewer
        for name, field in self.fields.items():
            if _is_text(field) and not getattr(field, "max_length", None):
                raise TypeError(f"{type(self).__name__}.{name} needs a max_length.")
            _say_what_to_do(field)
            if isinstance(field, forms.DateTimeField):
                field.validators = [*field.validators, _refuse_no_year]

    def reject(self, error: Exception | str, field: str | None = None) -> None:
        """Show what a service refused, at its field or above the form."""
        self.add_error(field, ValidationError(str(error)))


def _is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)


def _refuse_no_year(value: datetime) -> None:
    """Refuse a mistyped year: in another time zone such a moment lies outside of the calendar."""
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise ValidationError(f"Check the year: it lies between {YEARS[0]} and {YEARS[1]}.")


def _use_native_picker(field: forms.Field) -> None:
    for kind, widget, input_type, shape in NATIVE:
        if isinstance(field, kind) and isinstance(field.widget, widget):
            field.widget.input_type = input_type
            field.widget.format = shape
            return


def _say_what_to_do(field: forms.Field) -> None:
    """Replace Django's words, save those that a form's author wrote."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults |= getattr(kind, "default_error_messages", {})
    for kind, code, words in WHAT_TO_DO:
        if isinstance(field, kind) and field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = words
    if _is_text(field):
        field.error_messages.setdefault("max_length", TOO_LONG)
