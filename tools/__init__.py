"""Scripts that make the environment ready; standard library only, nothing of ``app``."""
