/*
 * echo_server.c: the HTTP server with an owner of a hundred lines, so that the
 * wire tests can say everything about floor 2 without a database.
 *
 *	echo_server ADDRESS:PORT FOLDER [TRUSTED,...]
 *
 * Limits of time and number come from the environment (IDLE_MS, HEAD_MS, ...),
 * because no test should wait half an hour. It prints "ready" when it listens
 * and ends after SIGTERM when all is quiet.
 *
 *	/echo  GET, POST without body   /form  POST fields   /files  POST uploads
 *	/big/N  N bytes of text         /secret  the same, secret
 *	/send/NAME  a file of FOLDER    /slow/MS  answers later
 *	/status/N  refused with N       everything else is 404
 */
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "http/problem.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <unistd.h>

static const unsigned char css[] = "body{color:#123}";
const struct asset assets[] = {
	{"a.css", "/static/a.0123.css", "text/css; charset=utf-8", "\"0123\"",
	 css, (const unsigned char *)"(gzip)", (const unsigned char *)"(br)",
	 sizeof(css) - 1, 6, 4},
	{.name = NULL},
};

static const char *folder;
static uv_loop_t *loop;
static struct exchange *waiting; /* answered at the end of the turn */
static struct server *the_server;

static void json_upload(struct json *j, const struct upload *u)
{
	json_open(j, '{');
	json_put_text(j, "field", u->field);
	json_put_text(j, "name", u->name);
	json_put_text(j, "type", u->media_type);
	json_put_int(j, "bytes", u->bytes);
	json_put_text(j, "digest", u->digest);
	json_put_text(j, "file", u->file);
	json_close(j, '}');
}

static void json_pairs(struct json *j, const char *key,
		       const struct pair *pairs, size_t count)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(j, '[');
		json_text(j, pairs[i].name);
		json_text(j, pairs[i].value);
		json_close(j, ']');
	}
	json_close(j, ']');
}

static void echo(struct request *req, struct response *res)
{
	static const char *const methods[] = {"GET", "HEAD", "POST", "OTHER"};
	struct str s;
	struct json j;

	str_init(&s, req->arena, 512);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "method", methods[req->method]);
	json_put_text(&j, "path", req->path);
	json_put_text(&j, "query", req->query);
	json_put_text(&j, "host", req->host);
	json_put_text(&j, "origin", req->origin);
	json_put_text(&j, "ip", req->ip);
	json_put_bool(&j, "proxied", req->proxied);
	json_put_bool(&j, "secure", req->secure);
	json_put_bool(&j, "too_large", req->form->too_large);
	json_pairs(&j, "args", req->args, req->arg_count);
	json_pairs(&j, "headers", req->headers, req->header_count);
	json_pairs(&j, "fields", req->form->fields, req->form->field_count);
	json_key(&j, "uploads");
	json_open(&j, '[');
	for (size_t i = 0; i < req->form->upload_count; i++)
		json_upload(&j, &req->form->uploads[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	res->type = "application/json";
	res->body = s.ptr;
	res->body_len = s.len;
}

static void big(struct request *req, struct response *res, const char *n)
{
	size_t size = strtoul(n, NULL, 10);
	char *text = arena_alloc(req->arena, size + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)('a' + i % 23);
	res->type = "text/plain; charset=utf-8";
	res->body = text;
	res->body_len = size;
}

static void answer(struct exchange *x)
{
	struct request *req = &x->req;
	struct response *res = &x->res;

	if (str_starts(req->path, "/big/")) {
		big(req, res, req->path + 5);
	} else if (str_starts(req->path, "/secret/")) {
		big(req, res, req->path + 8);
		res->secret = true;
	} else if (str_starts(req->path, "/send/")) {
		res->type = "application/octet-stream";
		res->file = arena_printf(req->arena, "%s/%s", folder,
					 req->path + 6);
	} else {
		echo(req, res);
		res_cookie(req, res, "test", req_cookie(req, "test"), 60);
	}
}

static void on_later(uv_timer_t *timer)
{
	struct exchange *x = timer->data;

	answer(x);
	server_reply(the_server, x);
	uv_close((uv_handle_t *)timer, (uv_close_cb)free);
}

static void on_request(struct server *s, struct exchange *x)
{
	uv_timer_t *timer;

	(void)s;
	if (!str_starts(x->req.path, "/slow/")) {
		x->next = waiting;
		waiting = x;
		return;
	}
	timer = malloc(sizeof(*timer));
	if (!timer)
		abort();
	uv_timer_init(loop, timer);
	timer->data = x;
	uv_timer_start(timer, on_later, strtoul(x->req.path + 6, NULL, 10), 0);
}

static void on_turn(uv_check_t *check)
{
	(void)check;
	while (waiting) {
		struct exchange *x = waiting;

		waiting = x->next;
		answer(x);
		server_reply(the_server, x);
	}
	log_flush();
}

static const struct route table[] = {
	{.method = "GET", .path = "/echo"},
	{.method = "POST", .path = "/echo"},
	{.method = "POST", .path = "/form", .body = BODY_FORM},
	{.method = "POST", .path = "/files", .body = BODY_FILES},
	{.method = "GET", .path = "/big/{n}"},
	{.method = "GET", .path = "/secret/{n}"},
	{.method = "GET", .path = "/send/{name}"},
	{.method = "GET", .path = "/slow/{ms}"},
	{.method = NULL},
};
static const struct route *const tables[] = {table, NULL};

static void on_head(struct server *s, struct exchange *x,
		    struct body_policy *ret_policy)
{
	(void)s;
	if (str_starts(x->req.path, "/status/")) {
		ret_policy->refuse_status =
			(int)strtoul(x->req.path + 8, NULL, 10);
		return;
	}
	switch (route_find(tables, &x->req, &x->req.route)) {
	case OK:
		ret_policy->body = x->req.route->body;
		ret_policy->folder = folder;
		break;
	case ERR_INVALID:
		ret_policy->refuse_status = 405;
		break;
	default:
		ret_policy->refuse_status = 404;
	}
}

static void on_refuse(struct server *s, struct exchange *x, int status)
{
	(void)s;
	problem_page(&x->req, &x->res, status);
}

static int listen_on(const char *where)
{
	struct sockaddr_in6 sa = {.sin6_family = AF_INET6};
	const char *colon = strrchr(where, ':');
	char host[64];
	int fd, one = 1;

	snprintf(host, sizeof(host), "%.*s", (int)(colon - where), where);
	if (inet_pton(AF_INET6, host, &sa.sin6_addr) != 1)
		exit(2);
	sa.sin6_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) || listen(fd, 512)) {
		perror(where);
		exit(2);
	}
	return fd;
}

static unsigned setting(const char *name)
{
	const char *text = getenv(name);

	return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static void on_done(struct server *s)
{
	(void)s;
	uv_stop(loop);
}

static void on_term(uv_signal_t *handle, int number)
{
	(void)handle;
	(void)number;
	server_drain(the_server, on_done);
}

static const char *const *split(char *list)
{
	static const char *found[16];
	size_t n = 0;

	while (list && n < 15) {
		found[n++] = list;
		list = strchr(list, ',');
		if (list)
			*list++ = '\0';
	}
	return found;
}

int main(int argc, char **argv)
{
	struct server_config c = {
		.per_address = setting("PER_ADDRESS"),
		.per_loopback = setting("PER_ADDRESS"),
		.times = {.idle_ms = setting("IDLE_MS"),
			  .head_ms = setting("HEAD_MS"),
			  .body_ms = setting("BODY_MS"),
			  .rate_ms = setting("RATE_MS"),
			  .rate = setting("RATE"),
			  .reply_ms = setting("REPLY_MS"),
			  .linger_ms = setting("LINGER_MS")},
		.on_head = on_head,
		.on_request = on_request,
		.on_refuse = on_refuse,
	};
	uv_signal_t term;
	uv_check_t check;
	int fd;

	if (argc < 3)
		return 2;
	fd = listen_on(argv[1]);
	folder = argv[2];
	loop = c.loop = uv_default_loop();
	c.listen_fds = &fd;
	c.listen_count = 1;
	c.trusted = split(argc > 3 ? argv[3] : NULL);
	if (server_start(&c, &the_server) != OK)
		return 2;
	uv_check_init(loop, &check);
	uv_check_start(&check, on_turn);
	uv_signal_init(loop, &term);
	uv_signal_start(&term, on_term, SIGTERM);
	log_batch(true);
	puts("ready");
	fflush(stdout);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&check, NULL);
	uv_close((uv_handle_t *)&term, NULL);
	uv_run(loop, UV_RUN_DEFAULT);
	return uv_loop_close(loop) == 0 ? 0 : 3;
}
