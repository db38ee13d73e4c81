"""More files of notices received: the sample, each a byte longer than the one before, with what was made of it."""

from pathlib import Path

from programmes.models import Organisation, Programme
from tests.factories.contracts import OcdsImportFactory, PartyMatchFactory, ReceivedRecordFactory

SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "samples" / "ocds_find_a_tender.json"


def more_of_receiving(programme: Programme, organisation: Organisation, number: int) -> None:
    """A file with one party matched and one record imported."""
    raw = SAMPLE.read_bytes() + b"\n" * (organisation.pk + number)
    received = OcdsImportFactory(programme=programme, original=raw)
    PartyMatchFactory(import_of=received, organisation=organisation)
    ReceivedRecordFactory(import_of=received)
