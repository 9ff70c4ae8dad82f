"""Shanyu Living (山屿生活): a small, believable shop to try Xiaoer with.

Everything in it is made up. It is built from a seed and from the present, so that parcels
are on their way today whatever day it is; the same seed and time give the same rows. The
policy behind its articles is `POLICY.md`, its products are `catalogue.csv`.
"""

from knowledge.demo.build import build_demo, demo_articles, is_empty
from knowledge.demo.bulk import fill_for_bench

__all__ = ["build_demo", "demo_articles", "fill_for_bench", "is_empty"]
