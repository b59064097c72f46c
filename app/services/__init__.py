"""Use cases: record a finding, lock a sheet, settle a panel, issue a verdict, take a package in.

One unit of work each. Knows models, reports, exchange, signing and scoring; may not import ui, cli or
bootstrap. SQLAlchemy is met in ``unit_of_work`` alone: everything else gives and takes plain values.
"""
