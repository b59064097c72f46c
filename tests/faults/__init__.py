"""A disk that fails at any one write, sync, rename or truncation: each deed is done whole or not at all."""
