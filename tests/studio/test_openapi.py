"""The OpenAPI document is true: whatever it allows or forbids, nothing breaks."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from studio.running import Running, running


@pytest.fixture(scope="module")
def api(model: Path, png: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    with running(model, tmp_path_factory.mktemp("api"), waiting=200) as studio:
        yield studio, studio.open(png).rsplit("/", 1)[-1]


def test_the_document_is_complete(api: tuple[Running, str]) -> None:
    document = api[0].get("/api/openapi.json").json()
    assert {
        "/api/health",
        "/api/sessions",
        "/api/sessions/{id}/variants",
        "/api/sessions/{id}/hints",
        "/api/sessions/{id}/mix",
        "/api/sessions/{id}/palette",
        "/api/sessions/{id}/regions",
        "/api/sessions/{id}/character",
        "/api/sessions/{id}/materials",
        "/api/character",
        "/api/sessions/{id}/export/{format}",
        "/api/formats",
    } <= document["paths"].keys()
    for path, methods in document["paths"].items():
        for method, about in methods.items():
            assert about["description"], (method, path)


CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    ("POST", "/api/sessions"),
    ("POST", "/api/palette"),
    ("GET", "/api/health"),
    ("GET", "/api/formats"),
    ("GET", "/api/sessions/{id}"),
    ("PATCH", "/api/sessions/{id}"),
    ("PUT", "/api/sessions/{id}/hints"),
    ("PUT", "/api/sessions/{id}/mix"),
    ("PUT", "/api/sessions/{id}/palette"),
    ("PUT", "/api/sessions/{id}/character"),
    ("PUT", "/api/sessions/{id}/materials"),
    ("POST", "/api/character"),
    ("GET", "/api/sessions/{id}/materials"),
    ("GET", "/api/sessions/{id}/variants"),
    ("GET", "/api/sessions/{id}/variants/{number}"),
    ("GET", "/api/sessions/{id}/picture"),
    ("GET", "/api/sessions/{id}/lines"),
    ("GET", "/api/sessions/{id}/regions"),
    ("GET", "/api/sessions/{id}/palette/suggestion"),
    ("GET", "/api/sessions/{id}/export/{format}"),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_breaks_it(api: tuple[Running, str], method: str, path: str, mode: GenerationMode) -> None:
    """Random requests, as documented and not, for a session that exists and for ones that do not."""
    studio, id = api
    schema = schemathesis.openapi.from_dict(studio.get("/api/openapi.json").json())

    @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method].as_strategy(mode), known=st.booleans())
    def ask(case: schemathesis.Case, known: bool) -> None:
        if known and "{id}" in path:
            case.path_parameters = {**(case.path_parameters or {}), "id": id}
        case.call_and_validate(base_url=studio.url, checks=CHECKS, timeout=120)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing about this request can be wrong
    assert studio.client.get("/api/health").status_code == 200
