"""A disk that is really full: SQLite may take no more pages, so that every write fails as it does
when there is no room. A sentence for the person, nothing lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from stillpoint.events.models import Announcement, Handling
from stillpoint.events.working import run_until_idle
from stillpoint.evidence.models import ChartImage, Report
from stillpoint.reviews.models import AreaJudgement, Review
from stillpoint.trust.full_disk import is_full
from tests.evidence.factories import close, make_reviewed_round
from tests.people.factories import make_officer
from tests.reviews.review_factories import author_of, make_draft

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="a limit on the file is SQLite's; see is_full below"
    ),
]
LONG = "Steady work, looked at again on day three. " * 80
TALL = {f"{kind}-{n}": LONG[:400] for kind in ("strengths", "improvements") for n in range(3)}


@contextmanager
def full_disk() -> Iterator[None]:
    """From here on the database can take no page more than it has, and has none free."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        _fill_what_is_left(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")


def _fill_what_is_left(cursor: Any) -> None:
    """Room inside pages that are there already: entries of the trail until no more fit."""
    from stillpoint.trust import trail
    from stillpoint.trust.actors import job
    from stillpoint.trust.models import Operation

    for size in (200, 1):
        for _ in range(2000):
            try:
                trail.record(
                    Operation.CONSULTATION, "fill the disk", by=job("test"), about="x" * size
                )
            except DatabaseError as problem:
                assert is_full(problem)
                break
        else:
            raise AssertionError("The disk never became full.")


@pytest.fixture
def review() -> Review:
    return make_draft(1)


@pytest.fixture
def client_of_author(review: Review) -> Client:
    client = Client()
    client.force_login(author_of(review))
    return client


def post(client: Client, review: Review, **more: Any) -> Any:
    address = reverse("review-area", kwargs={"ref": review.ref, "area": "risk"})
    sent = {"version": "0", "narrative": LONG[:3000], "verdict": "3", **TALL}
    return client.post(address, sent, **more)


def test_a_review_that_cannot_be_saved_says_so_and_shows_what_was_typed(
    review: Review, client_of_author: Client
) -> None:
    with full_disk():
        answer = post(client_of_author, review)
    assert answer.status_code == 507
    page = answer.content.decode()
    assert "The disk of the server is full" in page
    assert "This was not saved" in page and LONG[:3000].strip() in page
    assert not AreaJudgement.objects.exists()


def test_a_page_that_saves_itself_hears_a_sentence_and_keeps_the_words(
    review: Review, client_of_author: Client
) -> None:
    with full_disk():
        answer = post(client_of_author, review, headers={"Accept": "application/json"})
    assert answer.status_code == 507
    assert "was not saved" in answer.json()["problem"]


def test_once_there_is_room_the_same_words_are_saved_once(
    review: Review, client_of_author: Client
) -> None:
    with full_disk():
        post(client_of_author, review)
    for _ in range(2):
        post(client_of_author, review)
    judgement = AreaJudgement.objects.get(review=review)
    assert (judgement.version, judgement.narrative) == (1, LONG[:3000].strip())


def test_nothing_is_read_where_the_reading_cannot_be_recorded(
    review: Review, client_of_author: Client
) -> None:
    with full_disk():
        answer = client_of_author.get(reverse("review", kwargs={"ref": review.ref}))
    assert answer.status_code == 507
    assert "This page cannot be shown" in answer.content.decode()


def test_a_report_is_made_once_when_there_is_room_again() -> None:
    round = close(make_reviewed_round())
    with full_disk(), pytest.raises(OperationalError, match="full"):
        run_until_idle(raising=True)
    assert (Report.objects.count(), ChartImage.objects.count()) == (0, 0)
    waiting = Announcement.objects.get(name="reviews.RoundClosed")
    assert Handling.objects.filter(announcement=waiting).exclude(state="done").exists()
    later = timezone.now() + dt.timedelta(days=1)
    for _ in range(2):
        run_until_idle(later, raising=True)
    assert Report.objects.get().round == round
    assert ChartImage.objects.exists()


def report_round(format: str, out: Path) -> tuple[int, str]:
    """Exit code, and what was said."""
    said = io.StringIO()
    arguments = ("Autumn 2026", "--format", format, "--out", str(out))
    try:
        call_command("report_round", *arguments, stdout=io.StringIO(), stderr=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def no_room(*args: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_of_a_report_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(make_reviewed_round())
    folder = tmp_path / "folder"
    folder.mkdir()
    for format, signs in (("docx", is_zipfile), ("pdf", is_whole_pdf)):
        out = folder / f"report.{format}"
        for before in (None, b"The report of last week."):
            if before:
                out.write_bytes(before)
            with monkeypatch.context() as broken:
                broken.setattr(os, "fsync", no_room)
                code, said = report_round(format, out)
            assert code == 1
            assert "The disk is full" in said and "Make room" in said
            assert list(folder.iterdir()) == ([out] if before else [])
            assert not before or out.read_bytes() == before
        assert report_round(format, out)[0] == 0
        assert signs(out)
        out.unlink()


def is_whole_pdf(path: Path) -> bool:
    return len(PdfReader(path, strict=True).pages) > 1


def test_a_report_that_cannot_be_handed_out_is_handed_out_whole_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    round = close(make_reviewed_round())
    run_until_idle(raising=True)
    client = Client()
    client.force_login(make_officer(roles=("rasso_lead",)))
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for format, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        address = reverse("round-report-file", args=[round.ref, format])
        with full_disk():
            answers = [client.get(address)]
        with monkeypatch.context() as broken:
            # Word is made in memory; the typesetter of the PDF works in a folder.
            broken.setattr(Path, "write_bytes", no_room)
            answers += [client.get(address)] if format == "pdf" else []
        for answer in answers:
            assert answer.status_code == 507
            assert "This page cannot be shown" in answer.content.decode()
        assert list(folder.iterdir()) == []
        assert client.get(address).content.startswith(start)


@pytest.mark.parametrize(
    ("fault", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (DatabaseError('could not extend file "base/1": No space left on device'), True),
        (OperationalError("database or disk is full"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database is locked"), False),
    ],
)
def test_a_full_disk_is_told_from_other_faults(fault: BaseException, full: bool) -> None:
    assert is_full(fault) is full
