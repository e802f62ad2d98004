"""The crash campaign: nothing is lost and nothing is sent twice, whenever a process is killed.

A firm's desks send and receive against the simulated carrier and are killed with SIGKILL at
random: at a random time, between any two statements of the database, or while the carrier holds
their request; with SIGTERM and SIGHUP; or suspended in the middle and woken up. The carrier's
list lags, its texts come into being late, and somebody sets the desks' clock. At the end the
carrier's books and the database must tell the same story.

    python -m tests.campaigns.crash --kills 1000 --seed 1
"""
