"""Shapes that several resources share."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from tuopin.jobs.models import Job
from tuopin.kernel.text import Text

Item = TypeVar("Item")

Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f/]+$")]
"""A code of ours: of a household, a place, a standard."""
Answer = Literal["met", "not_met", "unknown", "not_applicable"]
After = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Limit = Annotated[int, Field(ge=1, le=200)]
PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Both(Schema):
    """A text in Chinese and English."""

    zh: str
    en: str

    @staticmethod
    def of(text: Text) -> "Both":
        return Both(zh=text.zh, en=text.en)


class Page(Schema, Generic[Item]):
    """`next` is what to give as `after` for the following page; null on the last."""

    items: list[Item]
    next: str | None


class Paging(Schema):
    """Pages in a fixed order. `after` is `next` of the page before."""

    after: After | None = None
    limit: Limit = PAGE


class PagingByKey(Schema):
    """The same, where `after` is an id."""

    after: UUID | None = None
    limit: Limit = PAGE


Asked = Query[Paging]
AskedByKey = Query[PagingByKey]


class JobOut(Schema):
    """Work in the background. `error` says why it failed."""

    id: UUID
    kind: str
    state: str
    stage: str | None
    done: int | None
    total: int | None
    asked_at: datetime
    finished_at: datetime | None
    result: dict[str, Any] | None
    error: dict[str, str] | None

    @staticmethod
    def of(job: Job) -> "JobOut":
        return JobOut(
            id=job.pk, kind=job.kind, state=job.state, stage=job.stage or None, done=job.done, total=job.total,
            asked_at=job.asked_at, finished_at=job.finished_at, result=job.result, error=job.error,
        )  # fmt: skip


class RunRef(Schema):
    """The run that figures or findings come from, and the day it judged."""

    id: UUID
    on: date
