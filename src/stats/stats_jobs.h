/*
 * stats_jobs.h: the figures follow the events.
 */
#ifndef STATS_STATS_JOBS_H
#define STATS_STATS_JOBS_H

#include "job/job.h"

/* The kind "figures": wanted() and run(). */
enum err stats_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err stats_job_run(struct job_context *c, const struct job *job);

#endif
