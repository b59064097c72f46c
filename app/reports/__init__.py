"""Frozen data in, the bytes of documents out: the verdict as PDF, the score sheet as XLSX.

Same input, same bytes. Imports only ``app.common``; knows no database, no scheme, no clock and no window.
"""
