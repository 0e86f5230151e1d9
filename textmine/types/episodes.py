"""Missing episodes, as the case system recorded them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """One missing episode of one child.

    Dates are shifted by the child's keyed constant (whole weeks), `period` is the true quarter of the start.
    `None` means not recorded; it is never the same as no.

    Args:
        id, child: keyed pseudonyms.
        period: true quarter of the start, e.g. `2024-Q2`.
        area: authority responsible; `unknown` is a value.
        host_area: authority where the child lives.
        force, region, nation: of the area.
        care_status: looked_after, care_experienced, not_looked_after or unknown.
        placement_type: as in the codebook of the case system, `unknown` if not recorded.
        out_of_area: in_area, out_of_area, out_of_nation or unknown.
        placement_moves: changes of placement in the year before.
        start, end: when the child went missing and returned.
        date_only: True if the times of day were not recorded.
        joint_report: keyed pseudonym of a report of several children together, "" if there is none.
        was_missing: False if a joint report names the child, who was not missing.
        at_risk: a professional considers the child at risk of serious harm.
        intervention: when a multi-agency meeting or plan followed.
        offered, completed: return interview offered, and held.
        reason_not_held: as recorded.
        interview: when it was held.
        provider: who held it.
        independent: not by the police, the authority or a carer.
        consent_to_interview: the child agreed to be interviewed.
        analysis: False if the write-up must not be analysed.
        document_type: return_interview, safe_and_well, placement_log, refusal, other or unknown.
        interview_language, interpreter, first_language, uasc, trafficking: as recorded.
        sex, age, ethnicity: of the child at the start; age in whole years.
        source: whose record it is.
    """

    id: str
    child: str
    period: str
    area: str = "unknown"
    host_area: str = "unknown"
    force: str = "unknown"
    care_status: str = "unknown"
    placement_type: str = "unknown"
    start: datetime | None = None
    end: datetime | None = None
    date_only: bool = False
    offered: bool | None = None
    completed: bool | None = None
    interview: datetime | None = None
    provider: str = "unknown"
    sex: str = "unknown"
    age: int | None = None
    region: str = "unknown"
    nation: str = "unknown"
    out_of_area: str = "unknown"
    placement_moves: int | None = None
    joint_report: str = ""
    was_missing: bool | None = None
    at_risk: bool | None = None
    intervention: datetime | None = None
    reason_not_held: str = "unknown"
    independent: bool | None = None
    consent_to_interview: bool | None = None
    analysis: bool | None = None
    document_type: str = "unknown"
    interview_language: str = "unknown"
    interpreter: bool | None = None
    first_language: str = "unknown"
    uasc: bool | None = None
    trafficking: bool | None = None
    ethnicity: str = "unknown"
    source: str = "unknown"
