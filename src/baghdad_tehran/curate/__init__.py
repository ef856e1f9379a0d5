"""What curators do at the terminal: take a report in, judge its hits, say who is who. Writes to `seeds/` and `build/`, nowhere else.

Imports the maker (`make`), which knows nothing of it.
"""
