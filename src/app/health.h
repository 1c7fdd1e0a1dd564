/*
 * health.h: is the service well? For monitors: figures of the installation,
 * nothing of any municipality.
 */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include "base/config.h"
#include "http/http.h"
#include "job/job.h"

/* Which pool the page asks. Once, when the worker starts. */
void health_use(struct pool *p);
enum err health_page(struct request *req, struct response *res);

/* The jobs process counts for all processes: what waits, what is dead. */
void health_count_jobs(struct pool *p, const struct config *c,
		       const struct job_kind *kinds);

#endif
