/*
 * body.c: the content of a request. llhttp finds where it begins and ends
 * (lengths and chunks are its business); what is inside becomes fields in
 * memory and files on the disk.
 */
#include "http/conn.h"

#include "base/utf8.h"
#include "http/url.h"

#include <strings.h>

/* Bytes of chunk extensions in one body; they are read and forgotten. */
enum { EXTENSIONS_MAX = 4 * 1024 };

/* ---- llhttp ---- */

static int refuse(struct conn *c, int status)
{
	c->body.refused = status;
	return HPE_USER;
}

static int on_headers_complete(llhttp_t *p)
{
	p->upgrade = 0; /* offers of other protocols are not taken up */
	return 0;
}

static int on_message_complete(llhttp_t *p)
{
	struct conn *c = p->data;

	c->complete = true;
	return HPE_PAUSED;
}

static int on_extension(llhttp_t *p, const char *at, size_t n)
{
	struct conn *c = p->data;

	(void)at;
	c->body.extensions += n;
	return c->body.extensions > EXTENSIONS_MAX ? refuse(c, 431) : 0;
}

/* llhttp forgives a bare LF and a folded line among the trailers: after the
 * last chunk we read on ourselves. */
static int on_chunk_header(llhttp_t *p)
{
	struct conn *c = p->data;

	if (p->content_length > c->body.max - c->body.bytes)
		return refuse(c, 413);
	c->body.trailing = p->content_length == 0;
	return c->body.trailing ? HPE_PAUSED : 0;
}

static int on_body(llhttp_t *p, const char *at, size_t n)
{
	struct conn *c = p->data;
	struct body_state *b = &c->body;
	int status = 0;

	b->bytes += n;
	b->window_bytes += n;
	if (b->bytes > b->max)
		return refuse(c, 413);
	if (b->kind == BODY_URLENCODED)
		str_add(&b->text, at, n);
	else if (b->kind == BODY_MULTIPART)
		status = multipart_feed(b->multipart, at, n);
	return status ? refuse(c, status) : 0;
}

static const llhttp_settings_t settings = {
	.on_headers_complete = on_headers_complete,
	.on_message_complete = on_message_complete,
	.on_body = on_body,
	.on_chunk_header = on_chunk_header,
	.on_chunk_extension_name = on_extension,
	.on_chunk_extension_value = on_extension,
};

int body_frame(struct conn *c, const char *bytes, size_t n)
{
	bool has_body = c->head.chunked || c->head.length > 0;
	llhttp_errno_t err;

	llhttp_init(&c->parser, HTTP_REQUEST, &settings);
	c->parser.data = c;
	err = llhttp_execute(&c->parser, bytes, n);
	if (err != HPE_OK && err != HPE_PAUSED)
		return 400;
	if (has_body == c->complete)
		return 400;
	if (c->complete && llhttp_get_error_pos(&c->parser) != bytes + n)
		return 400;
	return 0;
}

/* ---- the parts of a multipart body ---- */

static int field_begin(struct conn *c, const char *name)
{
	struct body_state *b = &c->body;
	size_t n = strlen(name);

	if (!utf8_valid(name, n))
		return 400;
	if (b->field_count == HTTP_FIELDS_MAX)
		return 413;
	if (!b->fields)
		b->fields = arena_array(&c->arena, HTTP_FIELDS_MAX,
					sizeof(*b->fields));
	b->field_bytes += n;
	b->name = arena_strndup(&c->arena, name, n);
	str_init(&b->value, &c->arena, 64);
	return 0;
}

static int part_begin(void *ctx, const char *name, const char *filename)
{
	struct conn *c = ctx;

	if (!filename)
		return field_begin(c, name);
	if (!utf8_valid(name, strlen(name)))
		return 400;
	c->body.name = NULL;
	if (c->body.spool)
		spool_begin(c->body.spool, name, filename);
	return 0;
}

static int part_data(void *ctx, const char *bytes, size_t n)
{
	struct conn *c = ctx;
	struct body_state *b = &c->body;

	if (!b->name) {
		if (b->spool)
			spool_data(b->spool, bytes, n);
		return 0;
	}
	b->field_bytes += n;
	if (b->field_bytes > HTTP_FORM_MAX)
		return 413;
	str_add(&b->value, bytes, n);
	return 0;
}

static int part_end(void *ctx)
{
	struct conn *c = ctx;
	struct body_state *b = &c->body;

	if (!b->name) {
		if (b->spool)
			spool_end(b->spool);
		return 0;
	}
	if (strlen(b->value.ptr) != b->value.len ||
	    !utf8_valid(b->value.ptr, b->value.len))
		return 400;
	b->fields[b->field_count++] = (struct pair){b->name, b->value.ptr};
	return 0;
}

static const struct multipart_events part_events = {
	part_begin,
	part_data,
	part_end,
};

/* ---- the disk ---- */

static void on_room(void *ctx)
{
	struct conn *c = ctx;
	struct body_state *b = &c->body;

	if (!b->paused)
		return;
	b->paused = false;
	b->window_at += uv_now(c->server->c.loop) - b->paused_at;
	conn_run(c);
}

/*
 * All files are safe; or one could not be written. Then what is still on its
 * way is read and dropped: the refusal can give back every field, and a
 * browser in the middle of sending would not listen to it anyway.
 */
static void on_settled(void *ctx, bool ok)
{
	struct conn *c = ctx;
	struct body_state *b = &c->body;

	if (!ok && !c->complete) {
		b->unstored = true;
		on_room(c);
		return;
	}
	if (ok) {
		c->form.upload_count =
			spool_uploads(b->spool, &c->arena, &c->form.uploads);
		c->form.too_large = spool_too_large(b->spool);
		spool_free(b->spool, true);
		b->spool = NULL;
		conn_deliver(c);
	} else {
		conn_refuse(c, 503);
	}
	conn_run(c);
}

static const struct spool_events disk_events = {on_room, on_settled};

void body_abort(struct conn *c)
{
	struct spool *sp = c->body.spool;

	c->body.spool = NULL;
	if (sp)
		spool_free(sp, false);
}

/* ---- beginning and end ---- */

static bool is_urlencoded(const char *type)
{
	static const char wanted[] = "application/x-www-form-urlencoded";
	size_t n = sizeof(wanted) - 1;

	return strncasecmp(type, wanted, n) == 0 && strchr("; \t", type[n]);
}

static int kind_by_type(struct conn *c, const struct body_policy *policy)
{
	struct body_state *b = &c->body;
	const char *type = req_header(&c->x.req, "content-type");

	b->max = HTTP_FORM_MAX;
	if (is_urlencoded(type)) {
		if (c->head.length > b->max)
			return 413;
		b->kind = BODY_URLENCODED;
		str_init(&b->text, &c->arena, (size_t)c->head.length + 1);
		return 0;
	}
	if (strncasecmp(type, "multipart/form-data", 19) != 0)
		return 415;
	b->multipart = arena_alloc(&c->arena, sizeof(*b->multipart));
	if (!multipart_init(b->multipart, type, &part_events, c))
		return 400;
	b->kind = BODY_MULTIPART;
	if (policy->body == BODY_FILES)
		b->max = HTTP_BODY_MAX;
	return 0;
}

int body_begin(struct conn *c, const struct body_policy *policy)
{
	struct body_state *b = &c->body;
	int status;

	c->form = (struct form){.fields = NULL};
	c->x.req.form = &c->form;
	if (c->complete)
		return 0;
	if (policy->body == BODY_NONE || c->head.length > HTTP_BODY_MAX)
		return 413;
	status = kind_by_type(c, policy);
	if (status)
		return status;
	if (c->head.length > b->max)
		return 413;
	if (b->kind == BODY_MULTIPART && policy->body == BODY_FILES)
		b->spool = spool_new(c->server->c.loop, policy->folder,
				     &disk_events, c);
	b->window_at = uv_now(c->server->c.loop);
	c->deadline = b->window_at + c->server->c.times.body_ms;
	return 0;
}

static void finish_urlencoded(struct conn *c)
{
	struct form *f = &c->form;

	switch (url_pairs(&c->arena, c->body.text.ptr, c->body.text.len,
			  &f->fields, &f->field_count)) {
	case OK:
		conn_deliver(c);
		break;
	case ERR_TOO_LARGE:
		conn_refuse(c, 413);
		break;
	default:
		conn_refuse(c, 400);
		break;
	}
}

static void finish_multipart(struct conn *c)
{
	if (!multipart_done(c->body.multipart)) {
		conn_refuse(c, 400);
		return;
	}
	c->form.fields = c->body.fields;
	c->form.field_count = c->body.field_count;
	if (!c->body.spool) {
		conn_deliver(c);
		return;
	}
	if (c->body.unstored) {
		conn_refuse(c, 503);
		return;
	}
	c->stage = STAGE_STORE;
	spool_finish(c->body.spool);
}

static void use(struct conn *c, size_t n)
{
	c->view += n;
	c->left -= n;
}

static void body_whole(struct conn *c)
{
	if (c->body.kind == BODY_URLENCODED)
		finish_urlencoded(c);
	else
		finish_multipart(c);
}

/* Trailers obey the rules of headers, and nobody reads them. */
static bool trailer_step(struct conn *c)
{
	size_t n = 0;
	int status = head_watch(&c->watch, c->view, c->left, &n);

	if (status == HEAD_MORE)
		return false;
	if (status == HEAD_WHOLE)
		status = head_trailers(&c->arena, c->view, n);
	if (status) {
		conn_refuse(c, status);
		return true;
	}
	use(c, n);
	c->complete = true;
	body_whole(c);
	return true;
}

static void content_step(struct conn *c)
{
	struct body_state *b = &c->body;
	llhttp_errno_t err = llhttp_execute(&c->parser, c->view, c->left);

	if (err == HPE_OK) {
		use(c, c->left);
		b->paused = b->spool && spool_full(b->spool);
		b->paused_at = uv_now(c->server->c.loop);
		return;
	}
	if (err != HPE_PAUSED) {
		conn_refuse(c, b->refused ? b->refused : 400);
		return;
	}
	use(c, (size_t)(llhttp_get_error_pos(&c->parser) - c->view));
	if (c->complete)
		body_whole(c);
	else
		c->watch = head_trailer_watch();
}

bool body_step(struct conn *c)
{
	if (c->body.trailing)
		return trailer_step(c);
	content_step(c);
	return true;
}

bool body_late(struct conn *c, uint64_t now)
{
	const struct server_times *t = &c->server->c.times;
	struct body_state *b = &c->body;
	uint64_t wanted = (uint64_t)t->rate * t->rate_ms / 1000;
	bool slow = false;

	if (now >= c->deadline)
		return true;
	if (!b->paused && now - b->window_at >= t->rate_ms) {
		slow = b->window_bytes < wanted;
		b->window_at = now;
		b->window_bytes = 0;
	}
	return slow;
}
