"""A job is queued with its caller's transaction, is done once or not at all, and leaves who did it."""

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import jobs, progress, waiting
from commissioning.core.history import history_model
from commissioning.core.models import FinishedJob, Progress, User
from tests.ops import sample_jobs
from tests.ops.sample_jobs import add_people, fail, lose_the_database, queue_another
from tests.work_off import waiting_jobs, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_given_up():
    sample_jobs.given_up.clear()


def people(number):
    return User.objects.filter(email__startswith=f"{number}-").count()


class TestQueueing:
    def test_what_is_queued_is_done(self):
        assert add_people.queue(number=1)
        assert people(1) == 0
        assert work_off() == 1
        assert people(1) == sample_jobs.PEOPLE

    def test_what_was_queued_in_work_rolled_back_is_never_done(self):
        with transaction.atomic():
            add_people.queue(number=1)
            transaction.set_rollback(True)
        assert work_off() == 0

    def test_twice_for_the_same_thing_is_once_and_the_caller_goes_on(self):
        assert add_people.queue(number=1)
        assert not add_people.queue(number=1)
        assert add_people.queue(number=2)
        User.objects.create_user("after@example.org", job_title="The transaction still works")
        assert waiting_jobs() == [
            ("sample: add people", {"number": 1}),
            ("sample: add people", {"number": 2}),
        ]

    def test_a_job_may_queue_another(self):
        queue_another.queue(number=5)
        assert work_off() == 2
        assert people(5) == sample_jobs.PEOPLE

    @pytest.mark.parametrize(
        "given",
        [
            {"number": User(pk=1)},
            {"number": True},
            {"number": None},
            {"number": 1.5},
            {"number": {"pk": 1}},
            {"number": "Ms A. Person, 12 High Street"},
            {"number": ""},
            {"number": "x" * 101},
            {"number": 1, "may": "everything"},
            {},
        ],
    )
    def test_arguments_are_identities_and_those_of_the_function(self, given):
        with pytest.raises(TypeError):
            add_people.queue(**given)
        assert waiting_jobs() == []

    @pytest.mark.parametrize("given", [7, "hampshire", "HAM-SVC-08", "2f1c0b7e-6a0e-4d6f-9a64-0d6c7d9f2b11"])
    def test_numbers_and_keys_are_identities(self, given):
        assert add_people.queue(number=given)

    def test_later_waits_for_its_moment(self):
        add_people.queue(number=1, not_before=timezone.now() + timedelta(hours=1))
        assert waiting.oldest() is None
        assert ProcrastinateJob.objects.get().scheduled_at > timezone.now()


class TestDoing:
    def test_work_once_committed_is_not_done_again(self):
        add_people.run(77, {"number": 1})
        assert FinishedJob.objects.filter(job=77).exists()
        User.objects.filter(email__startswith="1-").delete()
        add_people.run(77, {"number": 1})
        assert people(1) == 0
        add_people.run(78, {"number": 1})
        assert people(1) == sample_jobs.PEOPLE

    def test_failed_work_leaves_nothing_and_says_so(self):
        with pytest.raises(ValueError, match="as expected"):
            fail.run(77, {"number": 1}, last=False)
        assert people(1) == 0
        assert not FinishedJob.objects.exists()
        assert sample_jobs.given_up == [(1, False)]

    def test_interrupted_work_leaves_nothing_and_says_nothing_while_it_will_be_started_again(self):
        with pytest.raises(Exception, match="connection is gone"):
            lose_the_database.run(77, {"number": 1}, last=False)
        assert (people(1), sample_jobs.given_up) == (0, [])
        with pytest.raises(Exception, match="connection is gone"):
            lose_the_database.run(77, {"number": 1}, last=True)
        assert (people(1), sample_jobs.given_up) == (0, [(1, True)])

    def test_only_interrupted_work_is_started_again_and_not_for_ever(self):
        decide = jobs.OnlyAfterInterruption().get_retry_decision
        queued = ProcrastinateJob(pk=1, args={}, attempts=0, status="doing").procrastinate_job
        assert decide(exception=jobs.Interrupted(), job=queued).retry_at is not None
        assert decide(exception=ValueError(), job=queued) is None
        assert decide(exception=jobs.Interrupted(), job=queued.evolve(attempts=jobs.MOST_STARTS - 1)) is None

    def test_what_cannot_be_written_down_of_a_failure_hides_nothing(self, caplog, monkeypatch):
        monkeypatch.setattr(fail, "gave_up", lambda **_: 1 / 0)
        with pytest.raises(ValueError, match="as expected"):
            fail.run(77, {"number": 1})
        assert "could not be" in caplog.text

    def test_history_names_the_job(self):
        add_people.queue(number=1)
        work_off()
        made = history_model(User)._default_manager.get(email="1-0@example.org")
        assert made.pgh_context["command"] == "sample: add people"

    def test_long_work_ends_when_the_worker_is_to_stop(self, monkeypatch):
        monkeypatch.setattr(jobs.stopping, "is_set", lambda: True)
        with pytest.raises(jobs.Interrupted):
            add_people.run(77, {"number": 1}, last=False)
        assert people(1) == 0

    def test_calling_a_job_does_its_work_here_and_now(self):
        add_people(number=3)
        assert people(3) == sample_jobs.PEOPLE

    def test_names_are_used_once(self):
        with pytest.raises(Exception, match="already registered"):
            jobs.job("sample: fail")(lambda: None)


class TestLostJobs:
    @pytest.fixture
    def lost(self):
        """A job as a killed worker leaves it."""
        fail.queue(number=9)
        self.start()
        return ProcrastinateJob.objects.get()

    def start(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")

    def test_it_waits_again(self, lost):
        assert waiting.unheld() == {lost.pk}
        waiting.rescue(lost.pk)
        lost.refresh_from_db()
        assert (lost.status, lost.attempts) == ("todo", 1)
        waiting.rescue(lost.pk)
        lost.refresh_from_db()
        assert (lost.status, lost.attempts) == ("todo", 1)

    def test_whoever_works_at_it_holds_it(self, lost):
        with jobs.only_one(lost.pk):
            assert waiting.unheld() == set()
        assert waiting.unheld() == {lost.pk}

    def test_lost_once_too_often_it_failed_and_says_so(self, lost, caplog):
        for _ in range(jobs.MOST_STARTS):
            waiting.rescue(lost.pk)
            self.start()
        lost.refresh_from_db()
        assert (lost.status, sample_jobs.given_up) == ("failed", [(9, True)])
        assert [record.levelno for record in caplog.records][-1] == logging.ERROR

    def test_lost_after_its_work_was_committed_it_is_done(self, lost):
        FinishedJob.objects.create(job=lost.pk)
        waiting.rescue(lost.pk)
        lost.refresh_from_db()
        assert (lost.status, sample_jobs.given_up) == ("succeeded", [])

    def test_where_the_same_work_waits_already_that_does_it(self, lost):
        assert fail.queue(number=9)
        waiting.rescue(lost.pk)
        lost.refresh_from_db()
        assert lost.status == "aborted"
        assert len(waiting_jobs()) == 1


class TestState:
    def age(self, seconds):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_events SET at = at - %s * interval '1 second'", [seconds])

    def test_an_empty_queue_is_in_order(self):
        assert waiting.oldest() is None
        assert waiting.is_moving()

    def test_a_job_that_nobody_takes_is_noticed_in_time(self):
        add_people.queue(number=1)
        assert waiting.is_moving()
        self.age(240)
        assert waiting.is_moving()
        self.age(120)
        assert waiting.oldest() > timedelta(minutes=5)
        assert not waiting.is_moving()

    def test_a_long_queue_that_is_worked_off_is_in_order(self):
        add_people.queue(number=1)
        self.age(400)
        add_people.queue(number=2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE args = '{\"number\": 2}'")
        assert waiting.oldest() > timedelta(minutes=5)
        assert waiting.is_moving()

    def test_old_jobs_are_forgotten_and_others_kept(self):
        for number in (1, 2):
            add_people.queue(number=number)
        work_off()
        old, new = ProcrastinateJob.objects.order_by("pk")
        Progress.objects.filter(name="sample:1").update(heartbeat_at=timezone.now() - timedelta(days=40))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_events SET at = at - interval '40 days' WHERE job_id = %s", [old.pk]
            )
        waiting.tidy()
        assert list(ProcrastinateJob.objects.all()) == [new]
        assert list(FinishedJob.objects.values_list("pk", flat=True)) == [new.pk]
        assert list(Progress.objects.values_list("name", flat=True)) == ["sample:2"]


class TestProgress:
    def test_it_is_told_and_read(self):
        assert progress.read("import", 4) is None
        with progress.of("import", 4) as told:
            told.at(1, 20, "rows")
        found = progress.read("import", 4)
        assert (found.done, found.of, found.words) == (1, 20, "rows")
        assert abs(found.heartbeat_at - timezone.now()) < timedelta(seconds=30)
        assert str(found) == "import:4: 1 of 20"
        progress.forget("import", 4)
        assert progress.read("import", 4) is None

    def test_the_first_and_the_last_are_always_told_and_few_between(self, monkeypatch):
        written = []
        monkeypatch.setattr(progress.Telling, "_write", lambda _self, done, *_: written.append(done))
        told = progress.of("import", 4)
        for done in range(1, 1001):
            told.at(done, 1000)
        assert (written[0], written[-1]) == (1, 1000)
        assert len(written) < 10


@pytest.mark.django_db(transaction=True)
class TestProgressApart:
    @pytest.fixture(autouse=True)
    def apart(self, settings):
        settings.PROGRESS_APART = True

    def test_it_is_seen_while_the_work_is_still_open_and_stays_when_that_is_rolled_back(self):
        told = progress.of("import", 4)
        with transaction.atomic():
            User.objects.create_user("x@example.org", job_title="Never")
            told.at(1, 2)
            transaction.set_rollback(True)
        told.close()
        assert (progress.read("import", 4).done, User.objects.count()) == (1, 0)

    def test_work_never_waits_for_its_own_progress(self, caplog):
        with progress.of("import", 4) as told:
            told.at(1, 2)
            with transaction.atomic():
                progress.forget("import", 4)
                told.at(2, 2)
        assert "could not be written" in caplog.text
        assert progress.read("import", 4) is None


@pytest.mark.django_db(transaction=True)
class TestQueueIsEmptiedBetweenTests:
    @pytest.mark.parametrize("turn", [1, 2])
    def test_what_one_test_queues_the_next_does_not_find(self, turn):
        assert waiting_jobs() == []
        assert add_people.queue(number=1)
