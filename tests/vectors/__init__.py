"""Files with the verdict on each, for any implementation: ``README.md`` tells how to read them."""
