"""Files that people hand in: read in a process of their own, with limits, into typed cells; then cells into values.

Pure: no models, no Django in what reads the file. `reading` takes a file, `headings` finds its columns, `values` reads
one cell.
"""
