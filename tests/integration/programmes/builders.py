"""The smallest programme that scope tests need: two commissioners, and services as a test names them."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    Programme,
    ScopeChange,
    Service,
    ServiceScope,
)


def month(text: str) -> FuzzyDate:
    """A stated month such as "September 2018", without the parser that other tests are about."""
    name, year = text.split()
    number = list(calendar.month_name).index(name)
    start = date(int(year), number, 1)
    end = start.replace(day=calendar.monthrange(start.year, number)[1])
    return FuzzyDate(text, start, end, Precision.MONTH, DateStatus.STATED)


@dataclass
class World:
    """One programme and what stands around it; references count up as records are made."""

    programme: Programme
    ccg: Organisation
    council: Organisation
    counters: dict[str, int] = field(default_factory=dict)

    def reference(self, kind: str) -> str:
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return f"HAM-{kind}-{self.counters[kind]:02}"

    def service(self, name: str, *, lead: Organisation | None = None, **scope: Any) -> Service:
        service = Service.objects.create(reference=self.reference("SVC"), programme=self.programme, name=name)
        scope = {"state": "in_scope", "position": self.counters["SVC"], **scope}
        ServiceScope.objects.create(
            reference=self.reference("SCO"), programme=self.programme, service=service, **scope
        )
        if lead is not None:
            self.lead(service, lead)
        return service

    def lead(
        self, service: Service, organisation: Organisation, **fields: Any
    ) -> CommissioningResponsibility:
        return CommissioningResponsibility.objects.create(
            reference=self.reference("RES"),
            programme=self.programme,
            service=service,
            organisation=organisation,
            **fields,
        )

    def change(self, service: Service, kind: str, effective: FuzzyDate, **fields: Any) -> ScopeChange:
        return ScopeChange.objects.create(
            reference=self.reference("CHG"),
            programme=self.programme,
            scope=service.scope,
            kind=kind,
            effective=effective,
            **fields,
        )


def make_world() -> World:
    programme = Programme.objects.create(
        reference="HAM-PRG-01", key="hampshire", name="Children's community services", place="Hampshire"
    )
    ccg = Organisation.objects.create(reference="HAM-ORG-01", name="Hampshire CCGs")
    council = Organisation.objects.create(reference="HAM-ORG-02", name="County Council Children's Services")
    for number, (organisation, code) in enumerate([(ccg, "CCG"), (council, "HCC CS")], 1):
        CommissionerCode.objects.create(
            reference=f"HAM-COD-0{number}", programme=programme, organisation=organisation, code=code
        )
    return World(programme, ccg, council)
