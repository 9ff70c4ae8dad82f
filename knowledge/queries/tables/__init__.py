"""The records as tables: searched, sorted and paged in the database, a module a table.

Each has `…_table(unit, ask)`, which gives a `Page` of rows, and where there is more to a row
`…_detail(unit, key)`, which raises LookupError where there is none.
"""
