"""Reading suppliers' answers: a text in, terms with a confidence out; pure.

`read_answer` is the one door. An answer that is not `sure` becomes a question or goes to staff.
"""

from bot.rules.supplier_answers.reading import read_answer
from bot.rules.supplier_answers.values import (
    SURE,
    Act,
    Asked,
    AskedLine,
    Field,
    LineAnswer,
    SupplierAnswer,
)

__all__ = [
    "SURE",
    "Act",
    "Asked",
    "AskedLine",
    "Field",
    "LineAnswer",
    "SupplierAnswer",
    "read_answer",
]
