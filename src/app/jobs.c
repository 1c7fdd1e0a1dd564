/*
 * jobs.c: the kinds of work that happen after COMMIT, as a table, and the
 * process that does it.
 */
#include "app/app.h"
#include "app/health.h"
#include "app/routes.h"
#include "app/service.h"
#include "attach/attach_jobs.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"
#include "job/job.h"
#include "matter/ask_jobs.h"
#include "matter/draft.h"
#include "matter/facet.h"
#include "matter/group.h"
#include "matter/handover.h"
#include "matter/mail_in_jobs.h"
#include "matter/matter_index.h"
#include "matter/outgoing.h"
#include "matter/registry.h"
#include "matter/remind.h"
#include "notice/notice_jobs.h"
#include "place/address_load.h"
#include "search/search.h"
#include "stats/stats_jobs.h"
#include "tenant/tenant.h"
#include "watch/watch.h"

#include <signal.h>
#include <unistd.h>

static struct tenant_directory *directory;

static bool set_tenant(struct db *db)
{
	const struct tenant *t = tenant_by_id(directory, db_tenant(db));

	tenant_now_set(t);
	return t != NULL;
}

static const struct job_kind kinds[] = {
	{
		.kind = "mail",
		.run = mail_job_run,
		.attempts_max = 28, /* five days, as RFC 5321 4.5.4.1 asks */
		.backoff_s = 60,
		.lease_s = 180,
		.ready = mail_job_ready,
		.why = "sends one mail of the outbox through the relay",
	},
	{
		.kind = "index",
		.run = index_job_run,
		.every_s = 2,
		.attempts_max = 5,
		.backoff_s = 5,
		.lease_s = 120,
		.wanted = index_job_wanted,
		.why = "keeps the words people search by behind the events",
	},
	{
		.kind = "reindex",
		.run = reindex_job_run,
		.every_s = 10,
		.attempts_max = 5,
		.backoff_s = 30,
		.lease_s = 120,
		.wanted = reindex_job_wanted,
		.why = "finds the words anew of what was indexed before an "
		       "upgrade",
	},
	{
		.kind = "search",
		.run = search_job_run,
		.every_s = 1,
		.attempts_max = 5,
		.backoff_s = 5,
		.lease_s = 120,
		.wanted = search_job_wanted,
		.why = "finds the words of notices and contacts that changed",
	},
	{
		.kind = "facet",
		.run = facet_job_run,
		.every_s = 10,
		.attempts_max = 5,
		.backoff_s = 30,
		.lease_s = 120,
		.wanted = facet_job_wanted,
		.why = "puts what was public before an upgrade, or before "
		       "areas changed, where filters find it",
	},
	{
		.kind = "group",
		.run = group_job_run,
		.attempts_max = 20,
		.backoff_s = 1,
		.lease_s = 120,
		.why = "goes on with what is said to all of a large group",
	},
	{
		.kind = "handover",
		.run = handover_job_run,
		.every_s = 60,
		.attempts_max = 5,
		.backoff_s = 60,
		.lease_s = 120,
		.wanted = handover_job_wanted,
		.why = "reminds units of what they have not accepted, then gives it back",
	},
	{
		.kind = "figures",
		.run = stats_job_run,
		.every_s = 5,
		.attempts_max = 5,
		.backoff_s = 10,
		.lease_s = 120,
		.wanted = stats_job_wanted,
		.why = "counts the months in which something has changed",
	},
	{
		.kind = "ask",
		.run = ask_job_expire,
		.every_s = 60,
		.attempts_max = 5,
		.backoff_s = 60,
		.lease_s = 120,
		.wanted = ask_job_wanted,
		.why = "returns matters whose question nobody answered in time",
	},
	{
		.kind = "outgoing",
		.run = outgoing_job_run,
		.every_s = 1,
		.attempts_max = 20,
		.backoff_s = 5,
		/* short: two runs at once find each row once, and after a
		 * kill nobody waits long */
		.lease_s = 5,
		.wanted = outgoing_job_wanted,
		.why = "lets an answer leave when the moment to take it back "
		       "has passed",
	},
	{
		.kind = "addresses",
		.run = address_job_run,
		.every_s = 2,
		.attempts_max = 5,
		.backoff_s = 30,
		.lease_s = 120,
		.wanted = address_job_wanted,
		.why = "reads a file of addresses, takes those of before away",
	},
	{
		.kind = "remind",
		.run = remind_job_run,
		.every_s = 5,
		.attempts_max = 20,
		.backoff_s = 30,
		.lease_s = 120,
		.wanted = remind_job_wanted,
		.why = "notes who is to be reminded of what, tells at once "
		       "whom a matter was given to",
	},
	{
		.kind = "digest",
		.run = digest_job_run,
		.every_s = 10,
		.attempts_max = 20,
		.backoff_s = 60,
		.lease_s = 120,
		.wanted = digest_job_wanted,
		.why = "one mail a person a day with all reminders",
	},
	{
		.kind = "notice",
		.run = notice_job_run,
		.every_s = 10,
		.attempts_max = 20,
		.backoff_s = 60,
		.lease_s = 120,
		.wanted = notice_job_wanted,
		.why = "asks who wrote a notice to read it again on its day",
	},
	{
		.kind = "registry",
		.run = registry_job_run,
		.attempts_max = 20,
		.backoff_s = 30,
		.lease_s = 300,
		.why = "makes the package of a matter for the registry",
	},
	{
		.kind = "watch",
		.run = watch_job_run,
		.every_s = 2,
		.attempts_max = 20,
		.backoff_s = 30,
		.lease_s = 120,
		.wanted = watch_job_wanted,
		.why = "tells who follows a public matter or a topic",
	},
	{
		.kind = "draft",
		.run = draft_job_run,
		.every_s = 24 * 3600,
		.attempts_max = 5,
		.backoff_s = 600,
		.lease_s = 600,
		.why = "removes drafts nobody came back to in 60 days",
	},
	{
		.kind = "mailbox",
		.run = mail_in_job_run,
		.every_s = 5,
		.attempts_max = 5,
		.backoff_s = 60,
		.lease_s = 300,
		.wanted = mail_in_job_wanted,
		.why = "reads the mailboxes of the city",
	},
	{
		.kind = "received",
		.run = mail_in_job_forget,
		.every_s = 24 * 3600,
		.attempts_max = 5,
		.backoff_s = 600,
		.lease_s = 600,
		.why = "forgets after 90 days what programs sent by mail",
	},
	{
		.kind = "photo",
		.run = photo_job_run,
		.every_s = 1,
		.attempts_max = 20,
		.backoff_s = 5,
		/* short: after a kill nobody waits long; and longer than
		 * the imager is waited for */
		.lease_s = 90,
		.wanted = photo_job_wanted,
		.why = "makes the pictures of photos; in a process of its own",
	},
	{
		.kind = "sweep",
		.run = attach_job_sweep,
		.every_s = 24 * 3600,
		.attempts_max = 5,
		.backoff_s = 600,
		.lease_s = 1800,
		.why = "removes files that no message came with, and rows past their time",
	},
	{.kind = NULL},
};

/* How soon a new job is seen, and how often the others are looked for. */
enum { LOOK_US = 100000, REST_US = SECOND_US, COUNT_EVERY_US = 5 * SECOND_US };

static volatile sig_atomic_t stopping;

static void on_term(int number)
{
	(void)number;
	stopping = 1;
}

/* A signal that comes just before the sleep is seen a tenth of a second
 * later, no worse. */
static void rest(int64_t wanted)
{
	int64_t until = clock_mono_us() + REST_US;

	while (!stopping && atomic_load(&shared->jobs_wanted) == wanted &&
	       clock_mono_us() < until)
		usleep(LOOK_US);
}

/* ---- two processes, one table ---- */

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static bool elsewhere(const struct config *c)
{
	(void)c;
	return false;
}

/* The other process's kinds wait for it, untouched. */
static const struct job_kind *choose(bool photos)
{
	static struct job_kind mine[KINDS];

	for (size_t i = 0; i < KINDS; i++) {
		mine[i] = kinds[i];
		if ((kinds[i].run == photo_job_run) != photos)
			mine[i].ready = elsewhere;
	}
	return mine;
}

static void look_after(struct pool *pool, const struct config *c)
{
	static int64_t counted_us;

	health_try_write(pool);
	if (clock_mono_us() - counted_us <= COUNT_EVERY_US)
		return;
	health_count_jobs(pool, c, kinds);
	counted_us = clock_mono_us();
}

static void work(struct pool *pool, const struct config *c, bool photos)
{
	const struct job_kind *mine = choose(photos);

	job_aside = photos;
	while (!stopping) {
		int64_t wanted = shared->jobs_wanted;
		bool more = job_turn(pool, c, mine);

		if (!photos)
			look_after(pool, c);
		if (!more)
			rest(wanted);
	}
}

static int run(struct service *s, bool photos)
{
	struct sigaction term = {.sa_handler = on_term};
	struct pool *pool = NULL;

	sigaction(SIGTERM, &term, NULL);
	routes_connect();
	if (app_open(s->config, &pool) ||
	    tenants_open(pool, s->config, &directory))
		return EXIT_FAILED;
	job_prepare = set_tenant;
	work(pool, s->config, photos);
	tenants_close(directory);
	pool_close(pool);
	return EXIT_OK;
}

int jobs_main(struct service *s)
{
	opener_use(&s->opener);
	return run(s, false);
}

int photos_main(struct service *s)
{
	imager_use(&s->imager);
	return run(s, true);
}
