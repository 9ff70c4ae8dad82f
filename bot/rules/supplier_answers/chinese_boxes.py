"""Forms with boxes to tick: `□接受 ☑部分接受 □拒绝` says 部分接受, and titles say nothing."""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule

_TICKED = worded(r"[☑✅☒■]|\[[x√✓v]\]|[(（]\s?[√✓x]\s?[)）]")
_RULES: tuple[Rule, ...] = (
    (worded(r"(?:[□☐○]|\[\s*\]|[(（]\s*[)）])\s?[^\s□☐☑✅☒■○\[(（]{1,12}"), " "),
    (worded(r"(?:[☑✅☒■]|\[[x√✓v]\]|[(（]\s?[√✓x]\s?[)）])\s?部分(?:接受|同意|供货|接单)"), "如下"),
    (
        worded(
            r"(?:[☑✅☒■]|\[[x√✓v]\]|[(（]\s?[√✓x]\s?[)）])\s?(?:拒绝|不同意|不接受|"
            r"无法供货)(?=[\s\n]|$)"
        ),
        "不接单",
    ),
)
_TITLES: tuple[Rule, ...] = (
    (worded(r"[【《\[](?!自动)[^】》\]\n\d]{2,12}[】》\]]"), " "),
    (
        worded(r"(?:不同意)?[,，]?(?:拒绝|退单|不接|修改|调整|变更)?(?:原因|理由)[:][^\n，。,\d]*"),
        " ",
    ),
)


def only_ticked(plain: Plain) -> Plain:
    """A form without the boxes that are not ticked, where some is."""
    if _TICKED.search(plain.text):
        plain = plain.put(_RULES)
    return plain.put(_TITLES)
