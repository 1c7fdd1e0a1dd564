/*
 * use.c: see use.h.
 */
#include "event/use.h"

#include "base/id.h"
#include "base/json.h"
#include "base/seal.h"
#include "base/str.h"
#include "event/event.h"
#include "event/event_sql.h"

#include <jansson.h>

static enum err add(struct request *req, const char *kind, const char *payload)
{
	return event_add(req->db, req->arena,
			 &(struct event){
				 .kind = kind,
				 .actor = "staff",
				 .staff_id = req->session->staff_id,
				 .payload = payload,
			 });
}

/* Words in lower case with one space between. */
static const char *plain(struct arena *a, const char *query)
{
	const char *at = str_lower(a, query);
	struct str s;

	str_init(&s, a, 64);
	while (*(at += strspn(at, " \t"))) {
		size_t n = strcspn(at, " \t");

		if (s.len)
			str_putc(&s, ' ');
		str_add(&s, at, n);
		at += n;
	}
	return s.ptr;
}

const char *use_digest(struct arena *a, int64_t tenant, const char *query)
{
	const char *words = plain(a, query);
	unsigned char code[SEAL_BYTES];

	seal_make("search", tenant, words, strlen(words), code);
	return hex_encode(a, code, sizeof(code));
}

/* What kind of thing was asked for, by how it looks. */
static const char *looks_like(const char *query)
{
	if (strchr(query, '@'))
		return "mail";
	if (query[strspn(query, "0123456789-")] == '\0')
		return "number";
	if (query[strspn(query, "0123456789 +-()/.")] == '\0')
		return "phone";
	return "words";
}

enum err use_searched(struct request *req, const char *query, size_t found)
{
	struct json j;
	struct str s;

	str_init(&s, req->arena, 128);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "by", looks_like(query));
	json_put_int(&j, "found", (int64_t)found);
	json_put_text(&j, "digest",
		      use_digest(req->arena, db_tenant(req->db), query));
	json_close(&j, '}');
	return add(req, "searched", s.ptr);
}

enum err use_log_read(struct request *req)
{
	return add(req, "log_read", "{}");
}

/* ---- reading ---- */

static const char *text_in(struct arena *a, const json_t *payload,
			   const char *key)
{
	const char *text = json_string_value(json_object_get(payload, key));

	return text ? arena_strdup(a, text) : "";
}

/* An erased payload says nothing any longer. */
static void read_payload(struct arena *a, const char *text, struct use *u)
{
	json_t *payload = json_loads(text, 0, NULL);
	const json_t *found = json_object_get(payload, "found");

	u->by = text_in(a, payload, "by");
	u->what = text_in(a, payload, "what");
	u->digest = text_in(a, payload, "digest");
	u->found = json_is_integer(found) ? json_integer_value(found) : -1;
	json_decref(payload);
}

enum err use_list(struct db *db, struct arena *a, const struct uses_wanted *w,
		  struct use **ret_list, size_t *ret_count)
{
	int64_t before = w->before_id ? w->before_id : INT64_MAX;
	struct use *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_event_uses,
		      ARGS(ARG_INT(before), ARG_TEXT(w->kind),
			   ARG_INT(w->staff_id), ARG_INT(w->limit)),
		      &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r)) {
		list[n] = (struct use){
			.id = rows_int(r, 0),
			.kind = rows_text(r, 1),
			.staff_id = rows_int(r, 2),
			.who = rows_text(r, 3),
			.number_year = rows_int(r, 5),
			.number = rows_int(r, 6),
		};
		read_payload(a, rows_text(r, 4), &list[n++]);
	}
	*ret_list = list;
	*ret_count = n;
	return OK;
}
