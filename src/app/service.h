/*
 * service.h: the processes of `kaiku serve` and what the supervisor hands
 * them.
 *
 *	supervisor -+- worker x N   one event loop each
 *	            +- jobs         runs what waits in the job tables
 *	            +- photos       the same for photos, so that none delays a mail
 *	            +- helper x N   sandboxed; hashes passwords for its worker
 *	            +- opener       sandboxed; opens mails for the jobs
 *	            +- imager       forks a sandboxed process for each photo
 *
 * The supervisor opens no database and holds no key: what needs them at
 * start runs in a child of its own, so that every fork is a clean one.
 */
#ifndef APP_SERVICE_H
#define APP_SERVICE_H

#include "app/imager.h"
#include "app/listen.h"
#include "app/opener.h"
#include "base/config.h"
#include "base/shared.h"

enum { WORKERS_MAX = SHARED_WORKERS };

struct service {
	const struct config *config;
	int64_t began_us; /* mono; to say how long the start took */
	struct listening listening;
	/* One pair of sockets for each worker and its helper. The supervisor
	 * keeps both ends, so either side may die and come back. */
	int channel[WORKERS_MAX][2];
	struct opener opener;  /* likewise, for the jobs */
	struct channel imager; /* likewise, for the photos */
};

enum { CHANNEL_WORKER, CHANNEL_HELPER };

/* Runs until the service ends; the exit status. */
int supervisor_run(struct service *s);

/* What the children run; each returns its exit status. */
int worker_main(const struct service *s, int number);
int jobs_main(struct service *s);
int photos_main(struct service *s);
int helper_main(int fd);

/* A worker tells the supervisor that it answers. */
void supervisor_tell_ready(void);

#endif
