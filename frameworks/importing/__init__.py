"""Reads documents into what a framework's file holds: Word, Excel, CSV, YAML and JSON.

`document.read_document` is the way in. Nothing here writes: what was read is shown first.
"""
