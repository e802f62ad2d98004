"""Text on a screen: measured, cut, styled, painted."""
