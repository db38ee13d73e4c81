"""From our records to open contracting data: what may be public on a day, mapped to releases of OCDS 1.1.5.

`material` reads what is public, the other modules build plain dictionaries from it, and nothing here writes.
"""
