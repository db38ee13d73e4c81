"""Board papers: one description of blocks, set as a tagged PDF for the record and as a Word copy for editing.

Pure: no query, no clock, no settings. The same document always gives the same bytes.
"""
