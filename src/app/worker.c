/*
 * worker.c: one event loop: the server's owner. It says whose request it is
 * and which row of the table, then hands it to the tick.
 */
#include "app/app.h"
#include "app/config.h"
#include "app/health.h"
#include "app/helper.h"
#include "app/routes.h"
#include "app/service.h"
#include "app/tick.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"
#include "base/str.h"
#include "html/page.h"
#include "http/problem.h"
#include "http/server.h"
#include "place/geocoder.h"
#include "place/map_source.h"
#include "tenant/tenant.h"

struct worker {
	uv_loop_t loop;
	uv_signal_t term;
	bool draining;
	const struct config *config;
	struct pool *pool;
	struct tenant_directory *tenants;
	struct server *server;
	struct helper_client helper;
	struct tiles tiles;
	struct tick tick;
	struct arena arena; /* of the process */
};

/* ---- the server's questions ---- */

static enum lang reader_lang(const struct request *req)
{
	enum lang lang =
		html_lang_negotiate(req_header(req, "accept-language"),
				    req->brand ? req->brand->lang : LANG_FI);

	lang_parse(req_arg(req, "lang"), &lang);
	return lang;
}

static void know_tenant(struct worker *w, struct exchange *x)
{
	const struct tenant *t = tenant_by_host(w->tenants, x->req.host);
	struct pending *p = arena_alloc(x->req.arena, sizeof(*p));

	*p = (struct pending){.x = x, .tick = &w->tick, .tenant = t};
	x->owner = p;
	if (!t)
		return;
	x->req.tenant = t->id;
	x->req.brand = &t->brand;
	x->req.folder =
		arena_printf(x->req.arena, "%s/%s", w->config->data, t->slug);
}

/*
 * 421: this host is none of ours (RFC 9110, 15.5.20). While the database is
 * away since before this worker began, nobody knows.
 */
static int refusal(const struct worker *w, const struct exchange *x,
		   enum err found)
{
	const struct route *r = x->req.route;

	if (!found && r->any_host)
		return 0;
	if (!pending_of(x)->tenant)
		return tenants_known(w->tenants) ? 421 : 503;
	if (found)
		return found == ERR_INVALID ? 405 : 404;
	return 0;
}

static void on_head(struct server *s, struct exchange *x,
		    struct body_policy *ret_policy)
{
	struct worker *w = server_owner(s);
	enum err found = OK;

	know_tenant(w, x);
	x->req.lang = reader_lang(&x->req);
	found = route_find(routes, &x->req, &x->req.route);
	ret_policy->refuse_status = refusal(w, x, found);
	if (ret_policy->refuse_status)
		return;
	if (x->req.route->any_host)
		pending_of(x)->tenant = NULL;
	ret_policy->body = x->req.route->body;
	ret_policy->folder = x->req.folder;
}

static void on_request(struct server *s, struct exchange *x)
{
	struct worker *w = server_owner(s);

	tick_add(&w->tick, x);
}

static void on_refuse(struct server *s, struct exchange *x, int status)
{
	(void)s;
	if (!x->owner)
		x->req.lang = reader_lang(&x->req);
	tenant_now_set(x->owner ? pending_of(x)->tenant : NULL);
	problem_page(&x->req, &x->res, status);
	x->res.status = status;
	if (status == 405 && x->req.allow)
		res_header(&x->res, "Allow", x->req.allow);
	log_scope(x->req.tenant, x->req.id);
	log_debug("refused: status=%d", status);
}

/* ---- beginning and end ---- */

static void drained(struct server *s)
{
	struct worker *w = server_owner(s);

	uv_stop(&w->loop);
}

static void on_term(uv_signal_t *signal, int number)
{
	struct worker *w = signal->data;

	(void)number;
	/* Also whoever signals the whole group sends it twice: the second
	 * must not end what is in hand. */
	if (!w->draining)
		server_drain(w->server, drained);
	w->draining = true;
}

/* The workers share what one address may hold. */
static unsigned share(const struct worker *w, int most)
{
	int n = w->config->workers > 0 ? w->config->workers : 1;

	return (unsigned)((most + n - 1) / n);
}

static enum err start_server(struct worker *w, const struct service *s,
			     int number)
{
	struct server_config c = {
		.loop = &w->loop,
		.listen_fds = s->listening.fd,
		.listen_count = s->listening.count,
		.trusted = config_trusted(&w->arena, w->config),
		.per_address = share(w, HTTP_PER_ADDRESS_MAX),
		.per_loopback = share(w, HTTP_LOOPBACK_MAX),
		.connections = shared->connections,
		.worker = (size_t)number,
		.worker_count = (size_t)w->config->workers,
		.on_head = on_head,
		.on_request = on_request,
		.on_refuse = on_refuse,
		.owner = w,
	};
	enum err err = server_start(&c, &w->server);

	w->tick.server = w->server;
	return err;
}

static enum err start_loop(struct worker *w, int channel)
{
	enum err err = OK;

	if (uv_loop_init(&w->loop) || uv_signal_init(&w->loop, &w->term))
		return ERR_UNAVAILABLE;
	w->term.data = w;
	err = helper_client_open(&w->helper, &w->loop, channel);
	if (!err)
		err = tick_open(&w->tick, &w->loop);
	return err;
}

static enum err start(struct worker *w, const struct service *s, int number)
{
	enum err err = app_open(w->config, &w->pool);

	if (!err)
		err = tenants_open(w->pool, w->config, &w->tenants);
	if (!err)
		err = start_loop(w, s->channel[number][CHANNEL_WORKER]);
	if (err)
		return err;
	w->tick.pool = w->pool;
	w->tick.helper = &w->helper;
	w->tiles.loop = &w->loop;
	w->tick.tiles = &w->tiles;
	geocoder_use(w->config);
	err = map_source_use(w->config);
	if (err)
		return err;
	health_use(w->pool, w->config);
	err = start_server(w, s, number);
	/* From here on SIGTERM drains; before it would simply end us. */
	if (!err && uv_signal_start(&w->term, on_term, SIGTERM))
		err = ERR_UNAVAILABLE;
	return err;
}

int worker_main(const struct service *s, int number)
{
	static struct worker w;
	enum err err = OK;

	w.config = s->config;
	routes_connect();
	err = start(&w, s, number);
	if (err) {
		log_error("worker cannot start: err=%d", (int)err);
		return EXIT_FAILED;
	}
	log_batch(true);
	supervisor_tell_ready();
	uv_run(&w.loop, UV_RUN_DEFAULT);
	log_flush();
	tenants_close(w.tenants);
	pool_close(w.pool);
	arena_release(&w.arena);
	return EXIT_OK;
}
