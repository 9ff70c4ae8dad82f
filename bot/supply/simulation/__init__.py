"""A year of a shop, day by day, with any way of buying plugged in.

`world` draws what happens to the shop whatever it does: demand, deliveries, suppliers' tempers.
`year` lives through it with a `policy.Policy`. What it orders is settled by letters (`talk`)
between a `scripted` supplier, who writes by `scripts`, and the policy's talker: the shop's own is
`bargaining`; who has none takes the price that is asked (`price_taking`).

The policies: `buyers` has the shop's own way of buying, `levels` how sure each item is; `min_max`
the rules that are typed into other systems, and `hindsight` tunes these with a year already known.
`ordering` makes an order of what a policy buys, `outcome` counts, `comparison` puts policies side
by side, `table` prints it, `policies` makes them by their name.
"""
