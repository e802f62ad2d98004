"""Several processes hammer one database; the carrier's books say what came of it.

python -m tests.campaigns.hammer --seconds 60
"""
