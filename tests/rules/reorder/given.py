"""What the reorder rule is tried with."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.rules.reorder import LeadTime, Outlook, lead_time

#: Steady demand, from an item a year to fifty a day.
outlooks = st.builds(
    Outlook.steady, st.just(0.0) | st.floats(0.003, 50), st.floats(0, 30), st.just(91)
)
#: Observed lead times, or a mean and a deviation.
leads = st.one_of(
    st.builds(LeadTime, st.floats(0.5, 60), st.floats(0, 20)),
    st.lists(st.floats(0.5, 90), min_size=3, max_size=8).map(lead_time),
)
#: Service levels that a shop may choose.
levels = st.floats(0.5, 0.999, exclude_min=True)
