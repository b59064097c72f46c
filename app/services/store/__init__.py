"""What the other rooms stand on: the unit of work, a stream's ledger, stored visits, shapes, plain files.

May not import any other room of the services.
"""
