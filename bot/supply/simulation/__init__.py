"""A year of a shop, day by day, with any way of buying plugged in.

`world` draws what happens to the shop whatever it does: demand, lead times, short deliveries.
`year` lives through it with a `Buyer`; `buyers` has the shop's own, `min_max` the rules that are
typed into other systems, and `hindsight` tunes these with the year already known. `comparison`
puts them side by side.
"""
