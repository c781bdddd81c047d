"""Jobs that keep the job queue itself healthy."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

ATTEMPTS_MAX = 3
KEPT_HOURS = 30 * 24


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: object, timestamp: int) -> None:
    """Puts jobs whose worker died back into the queue, so that no accepted job is lost."""
    for job in await app.job_manager.get_stalled_jobs():
        if _is_worth_another_try(job):
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: object, timestamp: int) -> None:
    """Deletes jobs that ended well a month ago; the failed ones stay for somebody to look at."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=False)


def _is_worth_another_try(job: Job) -> bool:
    # A job that took its worker down three times would do so for ever. A periodic one comes again by itself,
    # and two of them waiting would break its queueing lock.
    return job.attempts + 1 < ATTEMPTS_MAX and job.queueing_lock is None
