"""A program at the API: a person's token, and answers as data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from commissioning.core.models import User
from commissioning.exchange.services.tokens import make_token

READ, WRITE = ("read",), ("read", "write")
V1 = "/api/v1/"


@dataclass
class Program:
    """What sends requests with a token; a token of nobody where there is no person."""

    token: str = ""

    def get(self, address: str, **headers: str) -> Any:
        return Client().get(self._at(address), headers={**self._bearer(), **headers})

    def post(self, address: str, body: Any, **headers: str) -> Any:
        return self._send("post", address, body, headers)

    def patch(self, address: str, body: Any, **headers: str) -> Any:
        return self._send("patch", address, body, headers)

    def _send(self, verb: str, address: str, body: Any, headers: Mapping[str, str]) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = named.pop("Content-Type", "application/json")
        client = Client(raise_request_exception=False)
        send = getattr(client, verb)
        return send(self._at(address), data, content_type=content_type, headers={**self._bearer(), **named})

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @staticmethod
    def _at(address: str) -> str:
        return address if address.startswith(("/", "http")) else V1 + address


def program_of(user: User, scopes: Sequence[str] = WRITE) -> Program:
    today = timezone.localdate()
    name = f"test {ApiNames.next()}"
    return Program(make_token(name=name, scopes=scopes, expires_on=today, on=today, by=user)[1])


class ApiNames:
    """Names that are never taken."""

    count = 0

    @classmethod
    def next(cls) -> int:
        cls.count += 1
        return cls.count


def somebody(email: str, scopes: Sequence[str] = WRITE) -> Program:
    return program_of(User.objects.get(email=email), scopes)


def assert_problem(response: Any, status: int, code: str, *fields: str) -> dict[str, Any]:
    """The answer is a refusal with this status and code that names these fields and no others."""
    assert response.status_code == status, response.content.decode()[:600]
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"] == f"/api/docs/errors/#{code}"
    assert body["title"]
    assert body["detail"]
    assert body["request_id"]
    assert sorted(each["field"] for each in body.get("errors", [])) == sorted(fields)
    return body
