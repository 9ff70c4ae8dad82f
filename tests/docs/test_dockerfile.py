"""The Dockerfile keeps in step with the project, and to the usual rules."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.cli import _parser
from bot.errors import SettingRefused
from bot.settings import LOOPBACK, read_settings
from tests.docs.dockerfile import Stage, stages
from tests.docs.pages import ROOT

_TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
_STAGES = stages(ROOT / "Dockerfile")


def _final() -> Stage:
    return _STAGES[-1]


def test_one_stage_installs_and_the_last_one_serves() -> None:
    assert [stage.name for stage in _STAGES] == ["builder", "final"]
    assert any("--from=builder" in copy.rest for copy in _final().all("COPY"))
    assert not any("pip" in run.rest for run in _final().all("RUN"))


def test_the_base_is_a_pinned_python_that_the_project_supports() -> None:
    images = {stage.image for stage in _STAGES}
    assert len(images) == 1
    tag = re.fullmatch(r"python:(\d+)\.(\d+)\.\d+-slim-\w+", images.pop())
    assert tag is not None
    assert (int(tag[1]), int(tag[2])) >= (3, 11)


def test_it_installs_what_make_run_installs() -> None:
    served = re.search(r"^\$\(VENV\)/serve\.done: (\S+)", (ROOT / "Makefile").read_text(), re.M)
    assert served is not None
    assert _STAGES[0].copied() == [served[1]]
    assert (ROOT / served[1]).is_file()


def test_it_copies_the_projects_packages_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert sorted(_final().copied()) == sorted(name.removesuffix("*") for name in packages)


def test_the_build_context_holds_what_is_copied_and_no_secret() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    admitted = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert admitted == {*_final().copied(), *_STAGES[0].copied(), "requirements"}
    assert {"**/.env", "**/*.sqlite3*"} <= set(rules)


def test_it_runs_a_command_that_exists() -> None:
    command = _final().last("CMD").exec_form()
    assert command[:3] == ["python", "-m", "bot"]
    assert _parser().parse_args(command[3:]).demo is False


def test_it_does_not_run_as_root() -> None:
    user = _final().last("USER").rest
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    after = [found.word for found in _final().instructions]
    assert "RUN" not in after[after.index("USER") :]


def test_its_settings_are_taken_once_a_key_is_given_and_refused_before() -> None:
    environment = _final().environment()
    with pytest.raises(SettingRefused, match="XIAOER_SECRET_KEY"):
        read_settings(environment)
    settings = read_settings({**environment, "XIAOER_SECRET_KEY": "k" * 32})
    assert settings.host not in LOOPBACK
    assert settings.database_url.startswith("sqlite:////data/")
    assert "/data" in _final().last("VOLUME").exec_form()
    assert _final().last("EXPOSE").rest == str(settings.port)


def test_its_health_is_asked_at_a_path_that_is_served() -> None:
    check = _final().last("HEALTHCHECK")
    program = check.exec_form()
    assert program[:2] == ["python", "-c"]
    compile(program[2], "HEALTHCHECK", "exec")
    assert "/health" in program[2]
    route = (ROOT / "bot" / "channels" / "web" / "health.py").read_text(encoding="utf-8")
    assert '@router.get("/health")' in route


def test_it_keeps_to_the_usual_rules() -> None:
    assert not re.search(r":latest|\bsudo\b|^ADD |^MAINTAINER |\bcurl\b.*\|", _TEXT, re.M)
    assert not re.search(r"^(?:ENV|ARG).*(?:TOKEN|PASSWORD|SECRET)", _TEXT, re.M)
    assert all("--no-cache-dir" in line for line in _TEXT.splitlines() if "pip install" in line)
    for stage in _STAGES:
        assert all(copy.rest.split()[-1] != "." for copy in stage.all("COPY"))


def test_the_compose_file_builds_it_and_demands_a_key() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert "build: ." in text
    assert "XIAOER_SECRET_KEY: ${XIAOER_SECRET_KEY:?" in text
    for name, value in _final().environment().items():
        if name.startswith("XIAOER_"):
            assert re.search(rf'{name}: "?{re.escape(value)}"?$', text, re.M)
