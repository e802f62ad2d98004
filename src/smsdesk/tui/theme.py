"""The two themes: calm, dense, and colour that means something.

Accent is mine and selected, amber asks for care, red has failed or is blocked, and green is
kept for what has been delivered. Nothing is told by colour alone.

The muted colours are given outright: Textual's own are "auto 60 %", which styles inside a line
of text do not understand.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="smsdesk-dark",
    primary="#6fb1e0",
    secondary="#8d9cb3",
    accent="#6fb1e0",
    warning="#e3b163",
    error="#ef7c7c",
    success="#86c28b",
    foreground="#d7dce4",
    background="#12151a",
    surface="#181c23",
    panel="#20262f",
    dark=True,
    variables={
        "text-muted": "#8d97a6",
        "text-disabled": "#667080",
        "border": "#3a4452",
        "border-blurred": "#2a313c",
        "block-cursor-background": "#25384a",
        "block-cursor-foreground": "#eef2f7",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#222a35",
        "block-cursor-blurred-foreground": "#d7dce4",
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": "#1e242d",
        "input-cursor-background": "#d7dce4",
        "input-cursor-foreground": "#12151a",
        "input-selection-background": "#6fb1e0 30%",
        "scrollbar": "#2a313c",
        "scrollbar-hover": "#3a4452",
        "scrollbar-active": "#6fb1e0",
        "scrollbar-background": "#12151a",
        "scrollbar-background-hover": "#12151a",
        "scrollbar-background-active": "#12151a",
        "scrollbar-corner-color": "#12151a",
        "button-focus-text-style": "bold",
    },
)

LIGHT: Final = Theme(
    name="smsdesk-light",
    primary="#1f6a9c",
    secondary="#5d6b7d",
    accent="#1f6a9c",
    warning="#8a5a00",
    error="#b3302b",
    success="#2f7a3d",
    foreground="#23282f",
    background="#fcfbf8",
    surface="#f4f2ed",
    panel="#e9e6de",
    dark=False,
    variables={
        "text-muted": "#666b73",
        "text-disabled": "#8f8d86",
        "border": "#bdb7a9",
        "border-blurred": "#d9d4c8",
        "block-cursor-background": "#d5e5f1",
        "block-cursor-foreground": "#14181d",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e6e9ea",
        "block-cursor-blurred-foreground": "#23282f",
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": "#edeae3",
        "input-cursor-background": "#23282f",
        "input-cursor-foreground": "#fcfbf8",
        "input-selection-background": "#1f6a9c 25%",
        "scrollbar": "#d3cdbf",
        "scrollbar-hover": "#bdb7a9",
        "scrollbar-active": "#1f6a9c",
        "scrollbar-background": "#fcfbf8",
        "scrollbar-background-hover": "#fcfbf8",
        "scrollbar-background-active": "#fcfbf8",
        "scrollbar-corner-color": "#fcfbf8",
        "button-focus-text-style": "bold",
    },
)

THEMES: Final = (DARK, LIGHT)
