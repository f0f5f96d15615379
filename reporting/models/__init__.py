from reporting.models.activity import Activity
from reporting.models.deliverable import Deliverable

__all__ = ["Activity", "Deliverable"]
