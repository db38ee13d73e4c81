"""The doors through which evidence from a review is attached to a plan, and taken off again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from governance.models import EvidenceLink, Recommendation, Risk
from outcomes.models import ImpactFigure, LearningPoint
from programmes.access import Grants
from programmes.models import CommissioningIntention
from programmes.references import next_reference
from programmes.services.scope_door import refuse

Evidence = LearningPoint | ImpactFigure
Target = CommissioningIntention | Risk | Recommendation
ONCE = (
    "evidence_link_once"  # the constraint that lets one piece of evidence be attached to one thing only once
)
ALREADY = "This evidence is attached to it already. Choose something else, or take the other link off first."
UNSAID = "Say why it bears on this, for those who read it later."
UNREASONED = "Say why it is taken off, for those who read the history later."


def attach_evidence(
    evidence: Evidence, target: Target, *, note: str, by: User, grants: Grants
) -> EvidenceLink:
    """Attach a learning point or an impact figure to an intention, a risk or a recommendation of any programme.

    `note` says why it bears on the target; the link belongs to the target's programme, and is marked illustrative
    where either of the two is. Raises PermissionDenied for who may not attach evidence there or may not see the review,
    ValidationError by field for an empty note (`note`) and for evidence that is attached to it already (`target`).
    """
    if not grants.may(Permission.ATTACH_EVIDENCE, target.programme_id):
        raise PermissionDenied("Your role in that programme does not allow you to attach evidence to it.")
    if not grants.may(Permission.VIEW, evidence.programme_id):
        raise PermissionDenied("You may not see the review that this evidence is from.")
    refuse({"note": "" if note.strip() else UNSAID})
    ends = {**_evidence_end(evidence), **_target_end(target)}
    with transaction.atomic(), acting(by=by, reason=note.strip()):
        reference = next_reference(EvidenceLink, "EV", target.programme)
        if EvidenceLink.objects.filter(**ends).exists():
            raise ValidationError({"target": ALREADY})
        link = EvidenceLink(
            reference=reference,
            programme=target.programme,
            note=note.strip(),
            attached_by=by,
            illustrative=evidence.illustrative or target.illustrative,
            **ends,
        )
        try:
            with transaction.atomic():
                link.save()
        except IntegrityError as error:
            if ONCE not in str(error):
                raise
            raise ValidationError({"target": ALREADY}) from error
        return link


def detach_evidence(link: EvidenceLink, *, reason: str, by: User, grants: Grants) -> None:
    """Take evidence off a plan again; the history keeps the link, who took it off and why.

    Raises PermissionDenied for who may not attach evidence in the link's programme, ValidationError for an empty
    reason. One that somebody has taken off meanwhile stays off.
    """
    if not grants.may(Permission.ATTACH_EVIDENCE, link.programme_id):
        raise PermissionDenied("Your role in that programme does not allow you to take evidence off it.")
    refuse({"reason": "" if reason.strip() else UNREASONED})
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        EvidenceLink.objects.filter(pk=link.pk).delete()


def _evidence_end(evidence: Evidence) -> dict[str, Evidence | None]:
    is_learning = isinstance(evidence, LearningPoint)
    return {
        "learning_point": evidence if is_learning else None,
        "impact_figure": None if is_learning else evidence,
    }


def _target_end(target: Target) -> dict[str, Target | None]:
    kinds = {"intention": CommissioningIntention, "risk": Risk, "recommendation": Recommendation}
    return {name: target if isinstance(target, kind) else None for name, kind in kinds.items()}
