"""One file a step; the file's name begins with its revision.

Every step says in ``needs_programs_closed`` whether a program of before may have the database open
while it runs (procrastinate calls the two kinds pre and post). One that has it open stops at its
next transaction in any case. ``False`` means that it loses nothing by that: what it has begun, a
text at the carrier for example, is found by a newer one as it was left. ``True`` where it is not,
where a program could miss the new revision, or where its agent must be asked first: such a step
is not taken before all are closed.
"""
