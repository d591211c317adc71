"""From a template's context to HTML: one file, opened offline, or the same page for paper."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from reportgen.files.shipped import template_folder
from reportgen.locale.catalogue import Catalogue
from reportgen.locale.language import Language, language_of
from reportgen.locale.parents import locale_of
from reportgen.problems import InputError, Problem, refuse
from reportgen.rendering.kept_together import kept_together
from reportgen.rendering.leading_links import with_leading_links
from reportgen.rendering.page_script import policy_of, script_of
from reportgen.rendering.right_to_left import mirrored, with_marks
from reportgen.rendering.template_blocks import lost_blocks
from reportgen.rendering.user_templates import BUILTIN, UserTemplates
from reportgen.words.said import Said

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = "report.html.j2"
RIGHT_TO_LEFT = "rtl"
WORDS = "words"  # in a context: the company's own for texts that templates say, no name of a template's
MOST_CHARACTERS = 64_000_000  # of a page; whole reports have less than a hundredth

_DRAWINGS = frozenset(("svg", "narrow_svg"))
_NONE: Mapping[str, str] = {}


def render_html(
    context: Mapping[str, Any],
    templates: UserTemplates | None = None,
    filling: AbstractContextManager[None] | None = None,
) -> str:
    """The page of a context (rendering/context.py); filling: what holds a user's templates within limits.

    Raises InputError for what a user's template does wrong.
    """
    texts = templates.texts if templates else _NONE
    script = "" if context["paper"] else script_of(context["page"])
    to_left = context["page"]["direction"] == RIGHT_TO_LEFT
    sheets = {name: stylesheet(f"{name}.css", templates, to_left) for name in ("page", "web")}
    values = {
        **{name: _marked(value) for name, value in context.items() if name != WORDS},
        "say": _language(context["page"]["language"], context.get(WORDS, _NONE)).say,
        "colours": _safe(context["colours"]),
        "page_css": _safe(sheets["page"]),
        "web_css": _safe("" if context["paper"] else sheets["web"]),
        "script": _safe(script),
        "script_policy": _safe(policy_of(script)),
    }
    if templates is None:
        html = kept_together(_builtin_environment().get_template(PAGE).render(values), context["paper"])
        return with_marks(html) if to_left else html
    prefix = templates.folder.rstrip("/") + "/"
    try:
        with filling or nullcontext():
            environment = _environment(texts, prefix)
            html = environment.get_template(PAGE).render(values)
            lost = lost_blocks(environment, {it: texts[it] for it in texts if it.endswith(".j2")}, prefix)
    except MemoryError as error:
        raise InputError([_problem(error, prefix, texts, "needs more memory than a report may have")]) from None
    except RecursionError as error:
        raise InputError([_problem(error, prefix, texts, "calls or includes itself without end")]) from None
    except Exception as error:  # whatever an expression of a user's template can raise
        raise InputError([_problem(error, prefix, texts, _message(error))]) from error
    if lost:
        raise InputError(lost)
    if len(html) > MOST_CHARACTERS:
        refuse(templates.folder, f"the page has more than {MOST_CHARACTERS:,} characters")
    html = kept_together(with_leading_links(html), context["paper"])
    return with_marks(html) if to_left else html


def _language(tag: str, words: Mapping[str, str]) -> Language:
    """The language of a page, in which texts with words of the company's are said in these."""
    texts = {text: (said,) for text, said in words.items()}
    return language_of(tag, {str(locale_of(tag)): Catalogue(texts, lambda _: 0)})


def stylesheet(name: str, templates: UserTemplates | None = None, to_left: bool = False) -> str:
    """A stylesheet by name: the user's, else the built-in one; mirrored for a page that runs to the left."""
    sheet = templates.texts[name] if templates is not None and name in templates.texts else _builtin(name)
    return mirrored(sheet) if to_left else sheet


@cache
def _builtin(name: str) -> str:
    return (template_folder() / name).read_text(encoding="utf-8")


@cache
def _builtin_environment() -> Environment:
    return _environment(_NONE, "")


def _environment(texts: Mapping[str, str], prefix: str) -> Environment:
    """Templates in a sandbox, every text escaped, an unknown name an error; the user's before the built-in ones."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader, StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            """A name of a dict's first, which nearly all that templates ask for are, and then as the sandbox has it."""
            return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)

    def own(name: str) -> tuple[str, str, None] | None:
        return (texts[name], prefix + name, None) if name in texts else None

    builtin = FileSystemLoader(template_folder())
    environment = Sandbox(
        loader=ChoiceLoader([FunctionLoader(own), builtin, PrefixLoader({BUILTIN.rstrip("/"): builtin})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # a report is the same each time it is made
    del environment.globals["lipsum"], environment.filters["random"]
    environment.filters["linked"] = pass_context(_linked)
    return environment


def _linked(context: Mapping[str, Any], text: Any) -> Any:
    """The text, in which on a screen each number that is printed of a figure leads to what it follows from."""
    from markupsafe import escape

    if not isinstance(text, Said) or context["paper"]:
        return text
    origins = context["page"]["origins"]
    return _safe(
        "".join(
            f'<a class="of" href="#of-{escape(origins[key])}">{escape(piece)}</a>' if key in origins else escape(piece)
            for piece, key in text.pieces
        )
    )


def _safe(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)


def _marked(value: Any) -> Any:
    """The value with its drawings marked as markup, which JSON does not keep."""
    if isinstance(value, dict):
        return {
            name: _safe(item) if name in _DRAWINGS and isinstance(item, str) else _marked(item)
            for name, item in value.items()
        }
    return [_marked(item) for item in value] if isinstance(value, list) else value


def _message(error: Exception) -> str:
    from jinja2 import TemplateNotFound, TemplatesNotFound, UndefinedError
    from jinja2.exceptions import SecurityError

    first = (str(error) or type(error).__name__).splitlines()[0]
    if isinstance(error, TemplateNotFound) and not isinstance(error, TemplatesNotFound):
        return f'there is no template "{_short(str(error.name))}"'
    if isinstance(error, SecurityError):
        return f"is not allowed: {_short(first)}"
    return _short(first) if isinstance(error, UndefinedError) else f"{_short(first)} ({type(error).__name__})"


def _short(text: str) -> str:
    line = "".join(char if char.isprintable() else " " for char in text)
    return line if len(line) <= 200 else line[:199] + "…"


def _problem(error: BaseException, prefix: str, texts: Mapping[str, str], message: str) -> Problem:
    """The problem with the place in a user's template that the error comes from, as near as it is known."""
    from jinja2 import TemplateSyntaxError

    files = {prefix + name for name in texts}
    if isinstance(error, TemplateSyntaxError):
        return Problem(f"{error.filename or prefix + (error.name or '')}:{error.lineno}", message)
    lines = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    if not lines:
        return Problem(prefix + PAGE if PAGE in texts else prefix.rstrip("/"), message)
    file, line = lines[-1]
    return Problem(f"{file}:{line}", message)
