"""Papers written here for a board, in the house style of its council, and frozen each time they are issued."""

from django.db import models

from commissioning.core.audit import append_only, tracked, tracked_except
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped, scoped_by

from .bodies import Body
from .papers import ImplicationArea


class HouseStyle(models.TextChoices):
    HAMPSHIRE = "hampshire", "Hampshire Health and Wellbeing Board"
    NOTTINGHAMSHIRE = "nottinghamshire", "Nottinghamshire committee report"
    DERBY = "derby", "Derby Health and Well-being Board"


class PaperPurpose(models.TextChoices):
    DECISION = "decision", "For decision"
    DISCUSSION = "discussion", "For discussion"
    NOTING = "noting", "For noting"


class PaperState(models.TextChoices):
    DRAFT = "draft", "Draft"
    READY = "ready", "Ready"
    ISSUED = "issued", "Issued"


@tracked
class BoardPaper(Scoped):
    """A paper being written for a body. Its Recommendations stand at its top and its bottom, each one record."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="board_papers")
    title = models.CharField(max_length=300)
    style = models.CharField(max_length=20, choices=HouseStyle)
    purpose = models.CharField(max_length=12, choices=PaperPurpose, default=PaperPurpose.DECISION)
    dated = FuzzyDateField()
    author_role = models.CharField(max_length=200, blank=True, help_text="A role, not a name.")
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.DRAFT)
    appendices = models.JSONField(
        default=list, blank=True, help_text="One for each appendix: its label and its title."
    )

    class Meta(Scoped.Meta):
        ordering = ["-dated_start", "reference"]
        constraints = fuzzy_date_constraints("dated", "board_paper")

    def __str__(self) -> str:
        return self.title


@tracked
class PaperSection(Versioned):
    """One section of a paper, by the code that the house style gives its heading."""

    paper = models.ForeignKey(BoardPaper, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=40)
    text = models.TextField(blank=True, help_text="A blank line starts a new paragraph.")

    objects = scoped_by("paper__programme")

    class Meta(Versioned.Meta):
        ordering = ["paper", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "code"], name="paper_section_once")]

    def __str__(self) -> str:
        return self.code


@tracked
class PaperImplication(Versioned):
    """What a paper says of one area of implications; “None” is an answer, an empty text is not."""

    paper = models.ForeignKey(BoardPaper, on_delete=models.CASCADE, related_name="implications")
    area = models.CharField(max_length=20, choices=ImplicationArea)
    text = models.TextField(blank=True)

    objects = scoped_by("paper__programme")

    class Meta(Versioned.Meta):
        ordering = ["paper", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "area"], name="paper_implication_once")]

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.text[:60]}"


@tracked_except("pdf")
class PaperIssue(Scoped):
    """A paper as it was issued: its content frozen, the file of record kept with its hash. Written once."""

    paper = models.ForeignKey(BoardPaper, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=40)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["paper", "-number"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_issue_number_once")]

    def __str__(self) -> str:
        return f"{self.paper}, issue {self.number}"
