"""The command line: one file per command, which parses, calls, prints and exits; nothing else.

Nothing is imported here: the process is made ready (`cli.process`) before anything takes time.
"""
