"""What a verification says: each thing that is not as it was sealed, by code and place."""

from dataclasses import dataclass, field

TOLD = 1000  # findings of one kind that are named one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed: what, where, and in words; never content."""

    code: str
    where: str
    words: str


@dataclass
class Report:
    """What one verification found and how much it looked at."""

    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    events: int = 0
    heads: int = 0
    anchors: int = 0
    stamps: int = 0
    cosignatures: int = 0
    lines: int = 0
    rows: int = 0  # row changes whose digest was compared

    @property
    def is_clean(self) -> bool:
        """Whether nothing was tampered with, as far as could be seen."""
        return not self.counts

    def add(self, code: str, where: str, words: str) -> None:
        """Name a finding; many of one kind are counted on."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= TOLD:
            self.findings.append(Finding(code, where, words))

    def warn(self, code: str, where: str, words: str) -> None:
        """Name what deserves a look and is no sign of tampering."""
        self.warnings.append(Finding(code, where, words))
