"""PostgreSQL and Valkey out of Python wheels, for development and tests. Never for production."""
