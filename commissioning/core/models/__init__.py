from .jobs import FinishedJob, Progress
from .user import User

__all__ = ["FinishedJob", "Progress", "User"]
