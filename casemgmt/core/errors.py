"""What services and selectors raise; casemgmt.web.errors turns each into an answer."""


class NotVisible(Exception):
    """Nothing here for this viewer: answered as if it did not exist (404)."""

    def __init__(
        self, kind: str = "", subject_id: object = "", case_id: object = None, because: str = ""
    ):
        super().__init__(kind)
        self.kind = kind
        self.subject_id = str(subject_id)
        self.case_id = case_id
        self.because = because


class NotAllowed(Exception):
    """The viewer may know that it exists, but not do this (403)."""

    def __init__(
        self, decision: object, kind: str = "", subject_id: object = "", case_id: object = None
    ):
        super().__init__(kind)
        self.decision = decision
        self.kind = kind
        self.subject_id = str(subject_id)
        self.case_id = case_id


class RuleBroken(Exception):
    """The act breaks a rule of the field; the message says which and what to do (422).

    `because` names the reason in the words of the policy (docs/policy-format.md), where it is one.
    """

    def __init__(self, message: str = "", *, because: str = ""):
        super().__init__(message)
        self.because = because


class ChangedMeanwhile(Exception):
    """Someone else saved first (409); carries what both wrote, so that nothing is lost."""

    def __init__(self, theirs: dict[str, object], yours: dict[str, object]):
        super().__init__("changed by someone else")
        self.theirs = theirs
        self.yours = yours
