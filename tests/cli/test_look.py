"""Themes and templates on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import FOUR_LINES, Run, files_in


def test_the_command_line_writes_nothing_and_says_where(run: Run, tmp_path: Path) -> None:
    """A wrong template is exit code 2 for generate and check, and no file appears."""
    (tmp_path / "t").mkdir()
    text = '{% extends "builtin/report.html.j2" %}\n{% block header %}{{ page.nam }}{% endblock %}'
    (tmp_path / "t/report.html.j2").write_text(text)
    (tmp_path / "run.yaml").write_text(FOUR_LINES)
    for command in (("generate", "run.yaml", "-o", "out"), ("check", "run.yaml")):
        done = run(*command, "--templates", "t")

        assert (2, "t/report.html.j2:2: 'dict object' has no attribute 'nam'\n") == (done.code, done.err)
    assert ["run.yaml", "t"] == files_in(tmp_path)


def test_templates_are_listed_and_copied_once(run: Run, tmp_path: Path) -> None:
    """Each listed name can be copied, the copy renders as the built-in one, and is never written over."""
    names = run("templates", "list").out.split()
    for name in names:
        copied = run("templates", "copy", name, "-o", "t")
        assert (0, f"t/{name}\n") == (copied.code, copied.out)
    again = run("templates", "copy", "report.html.j2", "-o", "t")
    (tmp_path / "run.yaml").write_text(FOUR_LINES)
    for folder, more in (("a", ()), ("b", ("--templates", "t"))):
        run("generate", "run.yaml", "--format", "html", "-o", folder, *more)

    assert {"report.html.j2", "macros.html.j2", "page.css"} <= set(names)
    assert (2, "t/report.html.j2: is there already (choose another folder with -o)\n") == (again.code, again.err)
    assert (tmp_path / "a/report.html").read_bytes() == (tmp_path / "b/report.html").read_bytes()
    assert 2 == run("templates", "copy", "../secret").code


def test_a_theme_is_named_by_the_project_or_the_call(run: Run, tmp_path: Path) -> None:
    """reportgen.toml names a theme beside it, and --theme takes its place."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES)
    (tmp_path / "reportgen.toml").write_text('theme = "theme.toml"')
    (tmp_path / "theme.toml").write_text('organisation = "The project"')
    (tmp_path / "other.toml").write_text('organisation = "The call"')
    run("generate", "run.yaml", "--format", "html", "-o", "a")
    run("generate", "run.yaml", "--format", "html", "-o", "b", "--theme", "other.toml")
    run("demo", "-o", "c", "--theme", "other.toml")

    for folder, name in (("a", "The project"), ("b", "The call"), ("c", "The call")):
        assert f">{name}</b>" in (tmp_path / folder / "report.html").read_text(encoding="utf-8")


def test_a_wrong_theme_writes_nothing(run: Run, tmp_path: Path) -> None:
    """A fault of the theme is exit code 2 for each command that takes one, beside the run's own faults."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES.replace("42M", "x"))
    (tmp_path / "theme.toml").write_text("footer = 3")
    told = "theme.toml:1: $.footer: expected text, found 3"

    for command in (("generate", "run.yaml"), ("check", "run.yaml"), ("demo",)):
        done = run(*command, "--theme", "theme.toml")
        assert (2, True) == (done.code, told in done.err)
    assert "$.duration" in run("check", "run.yaml", "--theme", "theme.toml").err
    assert ["run.yaml", "theme.toml"] == files_in(tmp_path)


def test_a_theme_is_not_written_over(run: Run, tmp_path: Path) -> None:
    """A report that would take the place of the theme is refused."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES)
    (tmp_path / "theme.json").write_text('{"footer": "F"}')
    done = run("generate", "run.yaml", "--format", "json", "--name", "theme", "--theme", "theme.json")

    assert (2, '{"footer": "F"}') == (done.code, (tmp_path / "theme.json").read_text())
