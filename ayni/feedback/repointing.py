"""Who was asked how they were attended, and who was called, moves with a person when two files become one."""

from ayni.people.hooks import Repointer

REPOINTERS = (Repointer("feedback.Invitation", "person"), Repointer("feedback.CallRequest", "person"))
