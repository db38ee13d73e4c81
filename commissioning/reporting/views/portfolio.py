"""The portfolio: programmes side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/portfolio.html", {})


@require_safe
def portfolio_csv(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
