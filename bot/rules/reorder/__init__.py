"""When to reorder and how much.

`outlook` says what is expected to be sold, `lead` how long a supplier takes, `point` when to
order, `quantity` how much, `waiting` what it costs to wait, `proposal` all of it for one item,
`reasons` and `notes` in words; `joint` fits a supplier's items into one order, and
`margin_classes` says how sure each should be.
"""

from bot.rules.reorder.demand import WINDOW_DAYS, Demand, demand_per_day
from bot.rules.reorder.lead import ASSUMED_LEAD, LeadTime, lead_time
from bot.rules.reorder.outlook import Outlook
from bot.rules.reorder.point import reorder_point
from bot.rules.reorder.proposal import Proposal, propose
from bot.rules.reorder.terms import Costs, PriceBreak, Terms, Worth

__all__ = [
    "ASSUMED_LEAD",
    "WINDOW_DAYS",
    "Costs",
    "Demand",
    "LeadTime",
    "Outlook",
    "PriceBreak",
    "Proposal",
    "Terms",
    "Worth",
    "demand_per_day",
    "lead_time",
    "propose",
    "reorder_point",
]
