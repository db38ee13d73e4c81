"""What the product keeps of its work in the background beside the queue itself, which has tables of its own."""

from django.db import models


class FinishedJob(models.Model):
    """Written in the transaction of the work itself: work that was committed is never done a second time.

    A worker may be killed after its work was committed and before the queue heard of it. Whoever takes the job up
    again finds this row and leaves it at that.
    """

    job = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Job {self.job}"


class Progress(models.Model):
    """How far a long piece of work has come, for whoever waits for it. Written and read by `core.progress`."""

    name = models.CharField(max_length=100, primary_key=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    heartbeat_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.name}: {self.done} of {self.of}"
