/*
 * registry.h: an appeal, an information request, a claim for damages is not
 * feedback: it goes to the registry with its thread, as a package in a folder
 * the registry reads and by mail when there is an address. The resident gets a
 * receipt that says so; the follow page stays.
 */
#ifndef MATTER_REGISTRY_H
#define MATTER_REGISTRY_H

#include "job/job.h"
#include "matter/matter.h"

/* A larger package stays in the folder, and the mail says where. */
enum { REGISTRY_MAIL_MAX = 10 * 1024 * 1024 };

/* In the transaction in which it was decided: a job makes the package. */
MUST_CHECK enum err registry_wanted(struct db *db, struct arena *a,
				    int64_t matter_id);
enum err registry_job_run(struct job_context *c, const struct job *job);

struct registry {
	const char *file; /* "" = it has not gone */
	bool mailed;
	int64_t made_at;
};
MUST_CHECK enum err registry_get(struct db *db, struct arena *a,
				 int64_t matter_id, struct registry *ret);

#endif
