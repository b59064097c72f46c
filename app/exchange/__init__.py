"""Packages that travel as files: task, lock, sheet, sync, receipt, enrolment. Pack, verify, unpack.

Every byte that comes in is hostile until proven: ``read_package`` answers with a Package or a Refusal,
nothing else. Whether the contents are *right* (replay, same total) is for services. May import app.signing
and app.common; not models, reports, services or Qt. docs/package-format.md describes the form.
"""
