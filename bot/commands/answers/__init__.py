"""Suppliers' answers as text that this project wrote: read, labelled, trained on, scored.

corpus.py    the written answers and the open orders that they reply to
labels.py    what each marked figure, day and item of a written answer is
training.py  the learned reading is trained on them
score.py     how well answers are read: right, wrong and flagged, wrong and accepted
page.py      these figures for the page of `python -m bot evaluate`
"""
