/*
 * mail_in_jobs.h: the mailboxes of the city, read by the jobs.
 */
#ifndef MATTER_MAIL_IN_JOBS_H
#define MATTER_MAIL_IN_JOBS_H

#include "job/job.h"

/* Is a mailbox to be looked into? */
enum err mail_in_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
/* One mailbox, for at most half a minute; the next one in the next turn. */
enum err mail_in_job_run(struct job_context *c, const struct job *job);
enum err mail_in_job_forget(struct job_context *c, const struct job *job);

#endif
