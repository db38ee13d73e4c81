import hashlib
from datetime import date

import factory

from commissioning.exchange.models import (
    ApiToken,
    ColumnMapping,
    ExportFile,
    ImportRow,
    ImportRun,
    SavedExport,
)

from .base import ValueFactory
from .people import UserFactory
from .programmes import ProgrammeFactory


class ImportRunFactory(ValueFactory[ImportRun]):
    class Meta:
        model = ImportRun

    programme = factory.SubFactory(ProgrammeFactory)
    register = "milestones"
    file_name = "plan.csv"
    content = b"Reference,What\r\n"
    size = 16
    sha256 = factory.LazyAttribute(lambda run: hashlib.sha256(run.content).hexdigest())
    effective_on = date(2020, 4, 1)
    made_by = factory.SubFactory(UserFactory)


class ImportRowFactory(ValueFactory[ImportRow]):
    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda number: number + 2)
    verdict = "same"


class ColumnMappingFactory(ValueFactory[ColumnMapping]):
    class Meta:
        model = ColumnMapping

    programme = factory.SubFactory(ProgrammeFactory)
    register = "milestones"
    name = "Columns of plan.csv"
    headings = factory.Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())
    made_by = factory.SubFactory(UserFactory)


class SavedExportFactory(ValueFactory[SavedExport]):
    class Meta:
        model = SavedExport

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda number: f"Export {number}")
    table = "milestones"
    format = "csv"
    made_by = factory.SubFactory(UserFactory)


class ExportFileFactory(ValueFactory[ExportFile]):
    class Meta:
        model = ExportFile

    export = factory.SubFactory(SavedExportFactory)
    on = date(2020, 4, 1)
    file_name = "milestones-2020-04-01.csv"
    content = b"Reference\r\n"
    size = 11
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.content).hexdigest())


class ApiTokenFactory(ValueFactory[ApiToken]):
    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"Token {number}")
    token_hash = factory.Sequence(lambda number: hashlib.sha256(f"token {number}".encode()).hexdigest())
    starts = "com_abcd"
    scopes = ["read"]
    expires_on = date(2099, 12, 31)
