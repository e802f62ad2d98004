"""Figures as ratios to a floor that is measured in the same run; each is a plain script.

python -m tests.benchmarks.send
python -m tests.benchmarks.intake --messages 100000
"""
