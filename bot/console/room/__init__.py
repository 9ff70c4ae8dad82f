"""The live rooms of the console: NiceGUI carries them, each is one Vue component of our own.

NiceGUI brings Vue, Quasar and the socket, and keeps a page's Python object beside the open page.
Its ready-made inputs and tables are not used: they need `unsafe-eval`, and a list made of them
takes a second to redraw for twenty readers (decision 0014).
"""
