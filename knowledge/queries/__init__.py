"""The named questions that are put to the records, by topic.

Each takes a unit and is one or two statements over an index
(`tests/knowledge/test_query_plans.py` reads the plans).
"""
