"""A programme that receives notices, with the kinds of notice of the samples; questions answered by their words."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from commissioning.core.access import Role
from procurement.models import OcdsImport
from procurement.rules_import import NEW
from procurement.selectors.ocds_import import plan_of
from procurement.services.ocds_import import decide_parties, receive
from procurement.services.ocds_import_apply import Decisions, apply_import
from programmes.access import Grant, Grants
from tests.factories import ProgrammeFactory
from tests.factories.people import UserFactory
from tests.factories.phases import NoticeKindFactory

ON = date(2026, 11, 20)
SAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "samples"
FIND_A_TENDER = (SAMPLES / "ocds_find_a_tender.json").read_bytes()
CONTRACTS_FINDER = (SAMPLES / "ocds_contracts_finder.json").read_bytes()
KINDS = (
    ("pa2023", "UK4", ["tender"], False),
    ("pa2023", "UK6", ["award"], True),
    ("pa2023", "UK7", ["award", "contract"], False),
    ("pa2023", "UK10", ["contractAmendment"], False),
    ("psr", "PSR-CONFIRM", ["award", "contract"], True),
    ("psr", "PSR-URGENT", ["award", "contract"], True),
)


@dataclass
class ImportWorld:
    programme: Any
    manager: Any
    role: str = Role.PROGRAMME_MANAGER
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def grants(self):
        return Grants(by_programme={self.programme.pk: (Grant(self.role, None),)})

    @property
    def who(self):
        return {"by": self.manager, "grants": self.grants}

    def receive(self, raw, name="notices.json"):
        return receive(self.programme, name, raw, **self.who)

    def plan(self, record):
        fresh = OcdsImport.objects.get(pk=record.pk)
        return plan_of(fresh, self.answers, on=ON, **self.who)[1]

    def answer(self, record, *, process=0, **said):
        """Answer the questions whose words contain a name: answer(record, go="new")."""
        for words, choice in said.items():
            asked = self.plan(record).processes[process].asks
            (ask,) = [ask for ask in asked if words.replace("_", " ") in ask.question]
            assert choice in dict(ask.choices), f"{choice} is none of {dict(ask.choices)}"
            self.answers[ask.key] = choice

    def everybody_is_new(self, record):
        parties = {party.key: party for party in self.plan(record).parties}
        said = {key: NEW for key, party in parties.items() if party.is_open}
        decide_parties(record, parties, said, **self.who)

    def apply(self, record, seen=""):
        fresh = OcdsImport.objects.get(pk=record.pk)
        return apply_import(fresh, Decisions(self.answers, seen), on=ON, **self.who)


def import_world():
    for place, (regime, code, tags, opens) in enumerate(KINDS):
        NoticeKindFactory(
            regime=regime,
            code=code,
            name=f"Notice {code}",
            ocds_tags=tags,
            opens_award=opens,
            position=place,
        )
    return ImportWorld(ProgrammeFactory(illustrative=False), UserFactory())


def find_a_tender(world):
    """The Find a Tender sample, received, with every question answered and every party new."""
    record = world.receive(FIND_A_TENDER)
    world.answer(record, go="new")
    world.answer(record, regime="pa2023")
    world.answer(record, extensions="options")
    world.answer(record, process=1, go="new")
    world.answer(record, process=1, regime="psr")
    world.answer(record, process=1, Which="PSR-CONFIRM")
    world.everybody_is_new(record)
    return record
