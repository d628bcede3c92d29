"""The API put together: its operations, its problems, and the document that describes it."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.operation import Operation

from hustings.web.api import inside_operations, public_operations
from hustings.web.api.problems import CONTENT_TYPE, problem

__all__ = ["PREFIX", "api", "document", "document_text"]

PREFIX = "/api/1/"
_ABOUT = (
    "Read-only. What everybody may read needs no token; an organisation's own figures need one. "
    "docs/guide/api.md has examples, docs/spec/api.md every rule. The number in the path changes "
    "when a key is taken away or its meaning changes; new keys may come at any time."
)


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name, without that of its module."""
        return operation.view_func.__name__


api = _Api(
    title="hustings",
    version="1",
    description=_ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api_operations",
)
api.add_router("", public_operations.router)
api.add_router("", inside_operations.router)


@api.exception_handler(Http404)
def _lost(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, str(error) or _("There is nothing at this address."))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    told = _("Send a token of the organisation that is still good: Authorization: Bearer ...")
    refused = problem(request, 401, told)
    refused["WWW-Authenticate"] = 'Bearer realm="hustings"'
    return refused


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [
        {"where": " ".join(map(str, one["loc"][1:])), "message": str(one["msg"])}
        for one in error.errors
    ]
    said = "; ".join(f"{one['where']}: {one['message']}" for one in wrong)
    return problem(request, 422, said, errors=wrong)


def document() -> dict[str, Any]:
    """The OpenAPI document of all operations, the same on every site."""
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    for path in made["paths"].values():
        for operation in path.values():
            _with_problems(operation["responses"])
    return made


def _with_problems(responses: dict[str, Any]) -> None:
    """Answers that tell of a problem have a type of their own, RFC 9457."""
    for status, answer in responses.items():
        if int(status) >= 400:
            answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}


def document_text() -> str:
    """The document as it is served and as docs/spec/api-openapi.json has it."""
    return json.dumps(document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
