/*
 * attach_jobs.h: what was begun and never finished, swept away.
 */
#ifndef ATTACH_ATTACH_JOBS_H
#define ATTACH_ATTACH_JOBS_H

#include "job/job.h"

/*
 * The kind "sweep": removes what lies in files/ for more than a day without a
 * row (a form that was never sent), what lies in tmp/ for hours, and the rows
 * of sign-ins and of staff's forms that have had their time. A new table that
 * names files in files/ must be asked there too.
 */
enum err attach_job_sweep(struct job_context *c, const struct job *job);

/* The kind "photo": makes the pictures of photos (attach/photo.h). */
enum err photo_job_run(struct job_context *c, const struct job *job);
MUST_CHECK enum err photo_job_wanted(struct db *db, struct arena *a,
				     bool *ret_wanted);

#endif
