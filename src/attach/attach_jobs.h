/*
 * attach_jobs.h: files that never got a row, swept away.
 */
#ifndef ATTACH_ATTACH_JOBS_H
#define ATTACH_ATTACH_JOBS_H

#include "job/job.h"

/* The kind "sweep": removes what lies in files/ for more than a day without a
 * row (a form that was never sent), and what lies in tmp/ that long. */
enum err attach_job_sweep(struct job_context *c, const struct job *job);

#endif
