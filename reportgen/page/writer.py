"""What a section is written with: the account of a run, its figures as text, and the page's language."""

from __future__ import annotations

from decimal import Decimal

from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page.printer import Printer


class Writer(Printer):
    """The printer of an account's figures that also says the words around them.

    attached: whether the PDF carries report.json, where what a page has no room for is found.
    """

    def __init__(self, account: Account, minor_digits: int, language: Language, *, attached: bool = True) -> None:
        super().__init__(account.ledger, account.outline.currency, minor_digits, language)
        self.account = account
        self.outline = account.outline
        self.say = language.say
        self.say_count = language.say_count
        self.series = language.series
        self.listed = language.listed
        self.paragraph = language.paragraph
        self.sentence = language.sentence
        self.capital = language.capital
        self.span = language.span
        self.labelled = language.labelled
        self.translated = language.translated
        self._attached = attached

    def more(self, count: int) -> str:
        """The end of a list that a page has no room for: that so many more are in report.json; empty where none are."""
        if not count:
            return ""
        number = self.numbers.whole(Decimal(count))
        if self._attached:
            return self.say_count(
                "And {count} more, in report.json.", "And {count} more, in report.json.", count, count=number
            )
        return self.say_count(
            "And {count} more, in report.json, which is not attached.",
            "And {count} more, in report.json, which is not attached.",
            count,
            count=number,
        )
