/*
 * ask_jobs.h: links whose time is over.
 */
#ifndef MATTER_ASK_JOBS_H
#define MATTER_ASK_JOBS_H

#include "job/job.h"

/* Each returns its matter to the queue, once, however late it runs. */
enum err ask_job_expire(struct job_context *c, const struct job *job);
enum err ask_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);

#endif
