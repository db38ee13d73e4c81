"""One's own tokens for the API: made, shown once, listed, ended."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.core.components import Link
from commissioning.exchange.forms_tokens import TokenForm
from commissioning.exchange.models import ApiToken, TokenScope
from commissioning.exchange.services.tokens import end_token, make_token, working_tokens
from programmes.views.base import grants_of, user_of
from programmes.views.page import account_links, role_words

REFUSED = 422


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens that work, and the form of a new one; its text stands on the answer to that form and nowhere else."""
    user, today = user_of(request), _today(request)
    if request.method != "POST":
        return _page(request, TokenForm(request=request, user=user))
    form = TokenForm(request.POST, request=request, user=user)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    try:
        token, text = make_token(
            name=form.cleaned_data["name"],
            scopes=form.chosen_scopes(),
            expires_on=form.expires_on(today),
            on=today,
            by=user,
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return _page(request, form, status=REFUSED)
    return render(request, "exchange/token_made.html", {**_frame(request), "token": token, "text": text})


@require_POST
def token_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own: the next request with it is refused. Nobody else's can be told from one that never was."""
    user = user_of(request)
    token = ApiToken.objects.filter(user=user, pk=pk).first()
    if token is None:
        raise Http404("No such token.")
    if request.POST.get("step") == "ask":
        return render(request, "exchange/token_end.html", {**_frame(request), **_sure(token)})
    if end_token(token, at=timezone.now(), by=user):
        messages.success(request, f"“{token.name}” has ended. Programs that use it are refused from now on.")
    else:
        messages.info(request, f"“{token.name}” had ended already.")
    return HttpResponseRedirect(reverse("api_tokens"))


def _sure(token: ApiToken) -> dict[str, Any]:
    return {"heading": f"End “{token.name}”?", "cancel_url": reverse("api_tokens")}


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200) -> HttpResponse:
    tokens = [
        {"token": token, "may": "Read and change" if TokenScope.WRITE in token.scopes else "Read"}
        for token in working_tokens(user_of(request), _today(request))
    ]
    context = {**_frame(request), "form": form, "tokens": tokens}
    return render(request, "exchange/tokens.html", context, status=status)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "account_role": role_words(request, grants_of(request).roles()),
        "account_links": account_links(request),
        "breadcrumbs": [Link("Home", reverse("home"))],
        "heading": "API tokens",
    }


def _today(request: HttpRequest) -> date:
    today: date = request.today  # type: ignore[attr-defined]
    return today
