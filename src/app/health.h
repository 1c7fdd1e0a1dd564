/*
 * health.h: is the service well? For monitors: figures of the installation,
 * nothing of any municipality.
 */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include "base/config.h"
#include "http/http.h"
#include "job/job.h"

/* Which pool and folder the page asks. Once, when the worker starts. */
void health_use(struct pool *p, const struct config *c);
enum err health_page(struct request *req, struct response *res);

/* Told by the tick: a write transaction of this tenant ended so. */
void health_wrote(int64_t tenant, bool ok);

/* The jobs process tries again what failed, so that a quiet night does not
 * hide that writing works again. */
void health_try_write(struct pool *p);

/* The jobs process counts for all processes: what waits, what is dead. */
void health_count_jobs(struct pool *p, const struct config *c,
		       const struct job_kind *kinds);

#endif
