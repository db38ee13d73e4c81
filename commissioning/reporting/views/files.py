"""Sending files: short ones as they are, long ones from disk or piece by piece, each under its own name.

Whoever may not have a file, or asks for what cannot be read, is told so before the first byte. A file that is written
whole goes to disk first, so that an error in the middle is an error page. Only a long CSV is sent while it is made: its
rows have no more than their own types to fail by.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, Final, cast

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from commissioning.core.spreadsheets import SheetTable, Streamed, TooManyRowsError, csv, csv_bytes, csv_chunks
from commissioning.core.spreadsheets import workbook as xlsx

ZIP: Final = "application/zip"
LONG: Final = 4 * 2**20  # bytes of a file that is not kept in memory
LONG_TABLE: Final = 5_000  # rows of a CSV that is sent while it is made


def file_response(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A file under its own name, which the browser saves and does not show."""
    return _named(HttpResponse(body, content_type=content_type), name)


def csv_response(table: SheetTable, name: str) -> HttpResponse:
    """A table as CSV; a long one piece by piece."""
    if isinstance(table.rows, Streamed) and len(table.rows) > LONG_TABLE:
        return _named(StreamingHttpResponse(csv_chunks(table), content_type=csv.CONTENT_TYPE), name)
    return file_response(csv_bytes(table), csv.CONTENT_TYPE, name)


def workbook_response(write: Callable[[BinaryIO], None], name: str) -> HttpResponse:
    """A workbook; 400 with the cure, in plain words, for a table that no sheet can hold."""
    try:
        return written_response(write, xlsx.CONTENT_TYPE, name)
    except TooManyRowsError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")


def written_response(write: Callable[[BinaryIO], None], content_type: str, name: str) -> HttpResponse:
    """A file that `write` writes whole before anything is sent."""
    held: IO[Any] = SpooledTemporaryFile(max_size=LONG)  # noqa: SIM115 (the response closes it)
    try:
        write(cast(BinaryIO, held))
        size = held.tell()
        held.seek(0)
        if size > LONG:
            # Django closes the file when it has been sent.
            return _named(FileResponse(held, content_type=content_type), name)
        body = held.read()
    except BaseException:
        held.close()
        raise
    held.close()
    return file_response(body, content_type, name)


def _named(response: Any, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return cast(HttpResponse, response)
