/*
 * tiles.c: see tiles.h.
 */
#include "app/tiles.h"

#include "app/app.h"
#include "base/log.h"
#include "base/str.h"
#include "place/geocoder.h"
#include "place/map_source.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/* One that runs. In the arena of its request, which is parked until the handle
 * is closed. */
struct fetch {
	uv_process_t process; /* first: libuv gives it back */
	struct tiles *tiles;
	struct helper_job *job;
};

static void start_some(struct tiles *t);

static void on_closed(uv_handle_t *handle)
{
	struct fetch *f = (struct fetch *)handle;
	struct tiles *t = f->tiles;

	t->running--;
	f->job->done(f->job, OK);
	start_some(t);
}

static void on_exit_of(uv_process_t *process, int64_t status, int signal)
{
	if (status || signal)
		log_debug("tile not fetched: status=%d signal=%d", (int)status,
			  signal);
	uv_close((uv_handle_t *)process, on_closed);
}

static void start(struct tiles *t, struct helper_job *job)
{
	struct arena *a = job->arena;
	struct fetch *f = arena_alloc(a, sizeof(*f));
	char *args[] = {arena_strdup(a, "kaiku"),
			arena_strdup(a, job->work->kind == WORK_PLACES
						? PLACES_COMMAND
						: TILES_COMMAND),
			NULL};
	char *env[] = {
		arena_printf(a, "KAIKU_TILE_URL=%s", job->work->url),
		arena_printf(a, "KAIKU_TILE_PATH=%s", job->work->path),
		arena_printf(a, "KAIKU_TILE_CACHE=%s",
			     job->work->kind == WORK_PLACES
				     ? geocoder_cache(a)
				     : map_source_cache(a)),
		NULL,
	};
	uv_process_options_t o = {
		.exit_cb = on_exit_of,
		.file = "/proc/self/exe",
		.args = args,
		.env = env,
	};

	f->tiles = t;
	f->job = job;
	t->running++;
	if (uv_spawn(t->loop, &f->process, &o))
		uv_close((uv_handle_t *)&f->process, on_closed);
}

static void start_some(struct tiles *t)
{
	while (t->first && t->running < TILES_AT_ONCE) {
		struct helper_job *job = t->first;

		t->first = job->next;
		t->waiting--;
		start(t, job);
	}
}

enum err tiles_ask(struct tiles *t, struct helper_job *job)
{
	if (t->waiting == TILES_QUEUE_MAX)
		return ERR_BUSY;
	job->next = NULL;
	if (t->first)
		t->last->next = job;
	else
		t->first = job;
	t->last = job;
	t->waiting++;
	start_some(t);
	return OK;
}

/* One process, one question. */
static int fetch_for(int wait_s,
		     enum err (*fetch)(const char *url, const char *path,
				       const char *cache))
{
	const char *url = getenv("KAIKU_TILE_URL");
	const char *path = getenv("KAIKU_TILE_PATH");
	const char *cache = getenv("KAIKU_TILE_CACHE");

	if (str_empty(url) || str_empty(path) || str_empty(cache) ||
	    !str_starts(path, cache))
		return EXIT_USAGE;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm((unsigned)wait_s);
	return fetch(url, path, cache) ? EXIT_FAILED : EXIT_OK;
}

int tiles_fetch(void)
{
	return fetch_for(TILES_WAIT_S, map_source_fetch);
}

int places_fetch(void)
{
	return fetch_for(PLACES_WAIT_S, geocoder_fetch);
}
