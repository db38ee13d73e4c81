from collections import Counter
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from procurement.services.sealed_decision import log_readings

REFUSED = 400
# A form that is refused, or was overtaken, is shown again: with what its page shows.
SHOWN_AGAIN = frozenset({409, 422})


class SealedReadingMiddleware:
    """Logs, once for a page or file, how many sealed values of each phase its reader was granted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        opened: set[tuple[int, str, int | None]] = set()
        request.sealed_opened = opened  # type: ignore[attr-defined]
        response = self.get_response(request)
        status = response.status_code
        if opened and (status < REFUSED or status in SHOWN_AGAIN):
            counts = Counter(phase_id for phase_id, _, _ in opened)
            log_readings(counts, by=request.user, what=request.get_full_path())  # type: ignore[arg-type]
        return response
