"""What a section is written with: the account of a run, its figures as text, and the page's language."""

from __future__ import annotations

from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page.printer import Printer


class Writer(Printer):
    """The printer of an account's figures that also says the words around them."""

    def __init__(self, account: Account, minor_digits: int, language: Language) -> None:
        super().__init__(account.ledger, account.outline.currency, minor_digits, language)
        self.account = account
        self.outline = account.outline
        self.say = language.say
        self.say_count = language.say_count
        self.translated = language.translated
