/*
 * notice_jobs.h: what happens to notices by itself, for app/jobs.c.
 */
#ifndef NOTICE_NOTICE_JOBS_H
#define NOTICE_NOTICE_JOBS_H

#include "job/job.h"

/* Whoever wrote it is asked to read it again, once a day of theirs. */
MUST_CHECK enum err notice_job_wanted(struct db *db, struct arena *a,
				      bool *ret_wanted);
MUST_CHECK enum err notice_job_run(struct job_context *c,
				   const struct job *job);

#endif
