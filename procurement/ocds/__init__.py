"""The Open Contracting Data Standard, version 1.1.5: reading, checking and building packages.

Nothing here knows a model, a clock or a network. What comes in is text or plain dictionaries, what goes out is
plain dictionaries and dataclasses; schemas and codelists lie beside the code, byte for byte as published.
"""
