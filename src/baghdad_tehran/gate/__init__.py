"""The gate: whether a release is sound, and if not, where. All findings at once, each with a stable code.

It reads what it is given and nothing else, needs DuckDB alone, cannot be weakened by the environment, and mends nothing.
`release.validate_release` takes a folder, `archive.unpacked` makes one of a zip.
"""
