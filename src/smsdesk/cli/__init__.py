"""The command line: the same core as the screen, for scripts and for agents in a terminal.

One file per subject; ``app.py`` puts the commands together, ``json_shapes.py`` holds the JSON
shapes. The command modules leave out ``from __future__ import annotations`` and import the
desk inside functions: Typer reads their annotations at run time, and ``--help`` must answer
without the database layer and without Twilio.
"""
