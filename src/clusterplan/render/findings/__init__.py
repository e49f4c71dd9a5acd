"""Findings of `validate`, one file per format."""
