"""What follows in files when a person leaves or a permission ends: registered by import."""

from exchanges.services import leaving

__all__ = ["leaving"]
