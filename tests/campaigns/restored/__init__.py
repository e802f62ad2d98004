"""The campaign of copies: whatever is put back in the database's place, nothing is sent twice.

A firm texts, loses answers, says STOP; copies of its database are made at any moment (by the
command, by hand, with the whole folder) and put back at any other (over the file, as another file,
by the command, with all that lies beside). Every text has words of its own, so that the carrier's
books tell at the end whether one of them went out twice.

    python -m tests.campaigns.restored --seeds 200
"""
