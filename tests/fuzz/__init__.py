"""Bytes that nobody thought of, before every parser: read, or refused in a sentence, in time. Nothing else.

``corpus/PARSER/`` keeps what once came through: each is tried again in every run.
"""
