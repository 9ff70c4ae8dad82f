"""In whose name an invoice is, with the company's tax number, and where it goes."""

from __future__ import annotations

from bot.desk import heard
from bot.desk.actions import fields
from bot.desk.actions.details import Details
from bot.desk.actions.forms.form import Ask, PlainButtons, Ready, choice
from bot.desk.actions.invoice_kinds import nearly_company, says_kind_only
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.turn import Turn
from knowledge.records import ActionKind

COMPANY, TITLE, TAX, WRONG, EMAIL = "company", "title", "tax", "wrong_tax", "email"
_KINDS = {"no": ("个人", "A person"), "yes": ("企业", "A company")}
_YES_NO = {False: "no", True: "yes"}
#: Tax numbers are asked for in the currency that Chinese invoices are written in.
_WITH_TAX_NUMBER = "CNY"


class InvoiceForm(PlainButtons):
    """Personal or company, the name, the tax number of a company, the e-mail address."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        number, right = fields.tax_number(said)
        company = True if number else heard.company(heard.of(turn, said), said)
        found = {} if company is None else {COMPANY: "yes" if company else "no"}
        if right:
            found[TAX] = number
        if fields.names_title(said):
            found[TITLE] = fields.title(said)
        email = fields.email(said)
        return {**found, **({EMAIL: email} if email else {})}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        text = turn.message.text
        if draft.field == COMPANY:
            return self._kind(turn, seen)
        if draft.field == TITLE:
            number, right = fields.tax_number(text)
            title = fields.title(text)
            more = {TAX: number} if right else {}
            # 个人 is a title that many give for themselves.
            own = draft.given.get(COMPANY) == "no" and title == "个人"
            named = fields.is_title(title) and not says_kind_only(text)
            return {TITLE: title, **more} if own or named else {}
        if draft.field == TAX:
            number, right = fields.tax_number(text)
            return {TAX: number} if right else ({WRONG: number} if number else {})
        email = fields.email(text)
        return {EMAIL: email} if email else {}

    def _kind(self, turn: Turn, seen: Seen) -> dict[str, str]:
        """The answer to which kind it is, a mistyped one as well."""
        found = self.prefill(turn, turn.message.text, seen)
        near = nearly_company(turn.message.text)
        return found if COMPANY in found or near is None else {**found, COMPANY: _YES_NO[near]}

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        given, language = draft.given, turn.language
        if COMPANY not in given:
            buttons = tuple(choice(language, COMPANY, one, _KINDS[one]) for one in _KINDS)
            return Ask(COMPANY, "ask_invoice_kind", choices=buttons)
        company = given[COMPANY] == "yes"
        if not given.get(TITLE):
            return Ask(TITLE, "ask_invoice_title")
        if company and seen.order.currency == _WITH_TAX_NUMBER and not given.get(TAX):
            return Ask(TAX, "tax_number_wrong" if given.get(WRONG) else "ask_tax_number")
        known = turn.customer.email if turn.customer is not None else None
        email = given.get(EMAIL) or known or ""
        if not email:
            return Ask(EMAIL, "ask_email")
        details = Details(
            company=company, title=given[TITLE], tax_number=given.get(TAX, ""), email=email
        )
        return Ready(ActionKind.REQUEST_INVOICE, details)
