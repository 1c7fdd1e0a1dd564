/*
 * exchange.c: from the bytes of a head to a request in its owner's hands, or
 * to a refusal.
 */
#include "http/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <inttypes.h>

static const struct form no_form;

static void make_id(struct conn *c)
{
	struct server *s = c->server;

	snprintf(c->id, sizeof(c->id), "%08" PRIx32 "%06" PRIx64, s->id_base,
		 ++s->id_count);
}

static void exchange_begin(struct conn *c)
{
	memset(&c->x, 0, sizeof(c->x));
	memset(&c->body, 0, sizeof(c->body));
	c->arena = (struct arena)ARENA_INIT;
	c->arena.limit = EXCHANGE_ARENA;
	c->open = true;
	c->complete = false;
	c->last = false;
	c->reply_bytes = 0;
	c->begun_us = clock_mono_us();
	make_id(c);
	c->x.req = (struct request){
		.arena = &c->arena,
		.method = METHOD_OTHER,
		.path = "/",
		.query = "",
		.host = "",
		.origin = "",
		.ip = c->peer_text,
		.form = &no_form,
		.id = c->id,
	};
}

/* One line; the pattern of the route, never the path: it may hold a code. */
void exchange_end(struct conn *c)
{
	const struct request *req = &c->x.req;

	log_scope(req->tenant, req->id);
	log_info("request: method=%s route=%s status=%d us=%" PRId64
		 " bytes=%zu%s",
		 c->head.method_name ? c->head.method_name : "-",
		 req->route ? req->route->path : "-", c->x.res.status,
		 clock_mono_us() - c->begun_us, c->reply_bytes,
		 c->dead ? " cut" : "");
	body_abort(c);
	arena_release(&c->arena);
	c->open = false;
	memset(&c->head, 0, sizeof(c->head));
}

/* ---- refusing ---- */

void conn_refuse(struct conn *c, int status)
{
	body_abort(c);
	c->x.res = (struct response){.status = status};
	c->server->c.on_refuse(c->server, &c->x, status);
	if (!c->complete)
		c->last = true;
	c->stage = STAGE_REPLY;
	reply_start(c);
}

/* A head that cannot be read: nothing is known of the request. */
static void refuse_unread(struct conn *c, int status)
{
	exchange_begin(c);
	conn_refuse(c, status);
}

void head_late(struct conn *c)
{
	refuse_unread(c, 408);
	conn_run(c);
}

/* ---- what a proxy may tell ---- */

/* A list spread over several headers is one list (RFC 9110 section 5.3). */
static const char *joined_header(struct conn *c, const char *name)
{
	const char *all = "";

	for (size_t i = 0; i < c->head.header_count; i++) {
		const struct pair *p = &c->head.headers[i];

		if (strcmp(p->name, name) != 0)
			continue;
		all = *all ? arena_printf(&c->arena, "%s, %s", all, p->value)
			   : p->value;
	}
	return all;
}

static void trust_proxy(struct conn *c)
{
	struct server *s = c->server;
	struct request *req = &c->x.req;
	const char *proto = joined_header(c, "x-forwarded-proto");
	const char *comma = strrchr(proto, ',');
	struct addr client;

	if (comma)
		proto = comma + 1 + strspn(comma + 1, " \t");
	req->secure = str_same_nocase(proto, "https");
	req->proxied = true;
	client = proxy_client(s->trusted, s->trusted_count, &c->peer,
			      joined_header(c, "x-forwarded-for"));
	addr_text(&client, c->client_text);
	req->ip = c->client_text;
}

/* "https://host:port" without the port that goes without saying. */
static const char *make_origin(struct conn *c)
{
	const char *authority = c->head.authority;
	const char *port = strrchr(authority, ':');
	size_t n = strlen(authority);
	bool secure = c->x.req.secure;

	if (port && (!port[1] || str_same(port, secure ? ":443" : ":80")))
		n = (size_t)(port - authority);
	return arena_printf(&c->arena, "%s://%.*s", secure ? "https" : "http",
			    (int)n, authority);
}

static void request_fill(struct conn *c)
{
	struct request *req = &c->x.req;

	req->method = c->head.method;
	req->path = c->head.path;
	req->query = c->head.query;
	req->args = c->head.args;
	req->arg_count = c->head.arg_count;
	req->headers = c->head.headers;
	req->header_count = c->head.header_count;
	req->host = c->head.host;
	if (c->trusted)
		trust_proxy(c);
	req->origin = make_origin(c);
}

/* ---- a whole head ---- */

/* A GET with content has no meaning; a POST must say how long it is. */
static int length_policy(const struct conn *c)
{
	bool has_body = c->head.chunked || c->head.length > 0;

	if (c->head.method == METHOD_POST)
		return has_body || c->head.has_length ? 0 : 411;
	return has_body && c->head.method != METHOD_OTHER ? 400 : 0;
}

static void send_continue(struct conn *c)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
	uv_buf_t buf = uv_buf_init((char *)text, sizeof(text) - 1);

	int sent;

	if (!c->head.expect_continue || c->head.minor == 0 || c->left > 0)
		return;
	/* Optional: a socket without room gets none. But never a half. */
	sent = uv_try_write((uv_stream_t *)&c->tcp, &buf, 1);
	if (sent > 0 && (size_t)sent < buf.len)
		conn_close(c);
}

static void ask_owner(struct conn *c)
{
	struct body_policy policy = {.body = BODY_NONE};
	int status;

	c->server->c.on_head(c->server, &c->x, &policy);
	status = policy.refuse_status;
	if (!status) {
		status = length_policy(c);
		if (status) /* where this request ends is anybody's guess */
			c->complete = false;
	}
	if (!status)
		status = body_begin(c, &policy);
	if (status) {
		conn_refuse(c, status);
	} else if (c->complete) {
		conn_deliver(c);
	} else {
		c->stage = STAGE_BODY;
		send_continue(c);
	}
}

void conn_deliver(struct conn *c)
{
	c->stage = STAGE_OWNER;
	c->x.arrived_us = clock_mono_us();
	c->server->c.on_request(c->server, &c->x);
}

static void head_whole(struct conn *c, size_t n)
{
	char *text;
	int status;

	exchange_begin(c);
	text = arena_strndup(&c->arena, c->view, n);
	status = head_parse(&c->arena, text, n, &c->head);
	if (!status)
		status = body_frame(c, c->view, n);
	c->view += n;
	c->left -= n;
	c->last = c->head.close;
	request_fill(c);
	if (status) {
		c->complete = false; /* after a bad head nothing is certain */
		conn_refuse(c, status);
	} else if (c->complete && static_answer(&c->x)) {
		c->stage = STAGE_REPLY;
		reply_start(c);
	} else {
		ask_owner(c);
	}
}

bool head_step(struct conn *c)
{
	size_t n = 0;
	int status;

	if (c->stage == STAGE_IDLE) {
		c->stage = STAGE_HEAD;
		c->deadline =
			uv_now(c->server->c.loop) + c->server->c.times.head_ms;
		memset(&c->watch, 0, sizeof(c->watch));
	}
	status = head_watch(&c->watch, c->view, c->left, &n);
	if (status == HEAD_MORE)
		return false;
	if (status == HEAD_WHOLE)
		head_whole(c, n);
	else
		refuse_unread(c, status);
	return true;
}

/* ---- the owner's answer ---- */

void server_reply(struct server *s, struct exchange *x)
{
	struct conn *c = (struct conn *)x;

	(void)s;
	c->stage = STAGE_REPLY;
	if (c->dead)
		conn_release(c);
	else
		reply_start(c);
}
