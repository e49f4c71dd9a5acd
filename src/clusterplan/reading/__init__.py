"""Bytes to text to records, with their place in the file.

Readers return records *and* findings; bad data never raises.
"""
