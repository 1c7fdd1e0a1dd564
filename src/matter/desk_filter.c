/*
 * desk_filter.c: filters of queues: in addresses, in a form, and kept.
 */
#include "matter/desk_filter.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/desk_pages.h"
#include "matter/filter_sql.h"
#include "matter/labels.h"
#include "matter/names.h"
#include "tenant/form.h"
#include "topic/topic.h"
#include "unit/unit.h"

#include <inttypes.h>

static const char *const types[] = {"fault", "question", "proposal", "thanks",
				    "criticism"};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

static const char *type_of(const char *text)
{
	for (int i = 0; i < TYPES; i++)
		if (str_same(types[i], text))
			return types[i];
	return NULL;
}

static const char *lang_of(const char *text)
{
	enum lang lang;

	return lang_parse(text, &lang) ? lang_codes[lang] : NULL;
}

static int64_t id_of(const char *text)
{
	int64_t id;

	return parse_int(text, &id) || id < 1 ? 0 : id;
}

/* ---- in addresses ---- */

static void add_part(struct queue_filter *f, const char *part)
{
	switch (*part) {
	case 't':
		f->topic_id = id_of(part + 1);
		break;
	case 'u':
		f->unit_id = id_of(part + 1);
		break;
	case 'y':
		f->type = type_of(part + 1);
		break;
	case 'l':
		f->lang = lang_of(part + 1);
		break;
	case 'o':
		f->late = !part[1];
		break;
	default:
		break;
	}
}

struct queue_filter desk_filter_parse(struct arena *a, const char *text)
{
	struct queue_filter f = {0};

	while (*text) {
		size_t n = strcspn(text, "-");

		add_part(&f, arena_strndup(a, text, n));
		text += n + (text[n] == '-');
	}
	return f;
}

const char *desk_filter_text(struct arena *a, const struct queue_filter *f)
{
	struct str s;

	str_init(&s, a, 32);
	if (f->topic_id)
		str_printf(&s, "-t%" PRId64, f->topic_id);
	if (f->unit_id)
		str_printf(&s, "-u%" PRId64, f->unit_id);
	if (f->type)
		str_printf(&s, "-y%s", f->type);
	if (f->lang)
		str_printf(&s, "-l%s", f->lang);
	if (f->late)
		str_puts(&s, "-o");
	return s.len ? s.ptr + 1 : "";
}

struct queue_filter desk_filter_read(const struct request *req)
{
	const char *f = req_arg(req, "f");

	if (!str_empty(f))
		return desk_filter_parse(req->arena, f);
	return (struct queue_filter){
		.topic_id = id_of(req_arg(req, "topic")),
		.unit_id = id_of(req_arg(req, "unit")),
		.type = type_of(req_arg(req, "type")),
		.lang = lang_of(req_arg(req, "language")),
		.late = !str_empty(req_arg(req, "late")),
	};
}

/* ---- the form ---- */

static struct choice choice_of(struct request *req, const char *name,
			       enum word label, struct option *list, size_t n)
{
	return (struct choice){
		.name = name,
		.label = word(req->lang, label),
		.plain = true,
		.options = list,
		.option_count = n,
		.empty = word(req->lang, W_filter_any),
	};
}

static struct option option_of(struct arena *a, int64_t id, const char *label,
			       int64_t chosen)
{
	return (struct option){
		.value = arena_printf(a, "%" PRId64, id),
		.label = label,
		.selected = id == chosen,
	};
}

static enum err add_topics(struct request *req, const struct queue_filter *f,
			   struct desk_filter *v)
{
	struct option *to;
	struct topic *list;
	size_t n;
	enum err err = topic_list(req->db, req->arena, false, &list, &n);

	if (err)
		return err;
	topic_sort(list, n, req->lang);
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = option_of(req->arena, list[i].id,
				  topic_name(&list[i], req->lang), f->topic_id);
	v->topic = choice_of(req, "topic", W_desk_topic, to, n);
	return OK;
}

static enum err add_units(struct request *req, const struct queue_filter *f,
			  struct desk_filter *v)
{
	struct option *to;
	struct unit *list;
	size_t n;
	enum err err = unit_list(req->db, req->arena, &list, &n);

	if (err)
		return err;
	unit_sort(list, n, req->lang);
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = option_of(req->arena, list[i].id,
				  unit_name(&list[i], req->lang), f->unit_id);
	v->unit = choice_of(req, "unit", W_filter_unit, to, n);
	return OK;
}

static void add_words(struct request *req, const struct queue_filter *f,
		      struct desk_filter *v)
{
	struct option *type = arena_array(req->arena, TYPES, sizeof(*type));
	struct option *lang =
		arena_array(req->arena, LANG__COUNT, sizeof(*lang));

	for (int i = 0; i < TYPES; i++)
		type[i] = (struct option){
			.value = types[i],
			.label = word(req->lang, label_type(types[i])),
			.selected = f->type && str_same(f->type, types[i]),
		};
	for (int i = 0; i < LANG__COUNT; i++)
		lang[i] = (struct option){
			.value = lang_codes[i],
			.label = word(req->lang, desk_lang_word((enum lang)i)),
			.selected = f->lang && str_same(f->lang, lang_codes[i]),
		};
	v->type = choice_of(req, "type", W_filter_type, type, TYPES);
	v->language = choice_of(req, "language", W_filter_language, lang,
				LANG__COUNT);
	v->late = (struct field){
		.name = "late",
		.label = word(req->lang, W_filter_late),
		.checked = f->late,
		.plain = true,
	};
}

/* Many options: only when somebody wants to choose. */
static enum err add_form(struct request *req, const struct queue_filter *f,
			 struct desk_filter *v)
{
	enum err err;

	add_words(req, f, v);
	err = add_topics(req, f, v);
	return err ? err : add_units(req, f, v);
}

static void put_word(struct str *s, const char *word)
{
	if (!str_empty(word))
		str_printf(s, ", %s", word);
}

/* What it leaves in, in words. */
static enum err add_summary(struct request *req, const struct queue_filter *f,
			    struct desk_filter *v)
{
	const struct names *names;
	enum lang lang;
	struct str s;
	enum err err = names_get(req->db, &names);

	if (err)
		return err;
	str_init(&s, req->arena, 64);
	put_word(&s, names_topic(names, f->topic_id, req->lang));
	put_word(&s, names_unit(names, f->unit_id, req->lang));
	if (f->type)
		put_word(&s, word(req->lang, label_type(f->type)));
	if (f->lang && lang_parse(f->lang, &lang))
		put_word(&s, word(req->lang, desk_lang_word(lang)));
	if (f->late)
		put_word(&s, word(req->lang, W_filter_late));
	v->summary = s.len ? s.ptr + 2 : word(req->lang, W_filter_unknown);
	return OK;
}

/* ---- kept ---- */

static enum err add_kept(struct request *req, struct desk_filter *v)
{
	const char *here =
		arena_printf(req->arena, "%s?f=%s", v->queue, v->text);
	struct desk_filter_kept *to;
	struct rows *r;
	enum err err = db_rows(req->db, req->arena, &Q_filter_list,
			       ARGS(ARG_INT(req->session->staff_id)), &r);

	if (err)
		return err;
	to = arena_array(req->arena, rows_count(r) + 1, sizeof(*to));
	while (rows_next(r)) {
		const char *query = rows_text(r, 2);

		to[v->kept_count++] = (struct desk_filter_kept){
			.id = rows_int(r, 0),
			.name = rows_text(r, 1),
			.href = arena_printf(req->arena, "/staff/queue/%s",
					     query),
			.current = str_same(query, here),
		};
		if (str_same(query, here))
			v->kept_id = rows_int(r, 0);
	}
	v->kept = to;
	return OK;
}

enum err desk_filter_view(struct request *req, const char *queue,
			  const struct queue_filter *f,
			  struct desk_filter *ret_view)
{
	struct desk_filter v = {.queue = queue};
	enum err err;

	v.text = desk_filter_text(req->arena, f);
	v.on = !str_empty(v.text);
	v.name = (struct field){
		.name = "name",
		.label = word(req->lang, W_filter_name),
		.required = true,
		.maxlength = FILTER_NAME_MAX,
	};
	v.open = !str_empty(req_arg(req, "narrow"));
	v.open_href = arena_printf(req->arena, "/staff/queue/%s?narrow=1%s%s",
				   queue, v.on ? "&f=" : "", v.text);
	err = add_kept(req, &v);
	if (!err && v.on)
		err = add_summary(req, f, &v);
	if (!err && v.open)
		err = add_form(req, f, &v);
	if (!err)
		*ret_view = v;
	return err;
}

static enum err count_kept(struct request *req, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(req->db, req->arena, &Q_filter_list,
			       ARGS(ARG_INT(req->session->staff_id)), &r);

	if (!err)
		*ret_count = rows_count(r);
	return err;
}

enum err desk_page_filter_keep(struct request *req, struct response *res)
{
	const char *name = str_trim(req->arena, req_field(req, "name"));
	const struct queue_filter f =
		desk_filter_parse(req->arena, req_field(req, "f"));
	const char *text = desk_filter_text(req->arena, &f), *query;
	const struct desk_queue_kind *q;
	size_t count;
	enum err err = desk_queue_find(req, req_field(req, "queue"), &q);

	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	if (str_empty(name) || utf8_length(name) > FILTER_NAME_MAX ||
	    str_empty(text))
		return ERR_INVALID;
	err = count_kept(req, &count);
	if (!err && count >= FILTERS_MAX)
		return ERR_INVALID;
	query = arena_printf(req->arena, "%s?f=%s", q->name, text);
	if (!err)
		err = db_exec(req->db, &Q_filter_insert,
			      ARGS(ARG_INT(db_new_id(req->db)),
				   ARG_INT(req->session->staff_id),
				   ARG_TEXT(name), ARG_TEXT(query)));
	return err ? err
		   : res_redirect(req, res, "/staff/queue/%s&done=filter_kept",
				  query);
}

enum err desk_page_filter_remove(struct request *req, struct response *res)
{
	int64_t id, count;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = db_change(
			req->db, &Q_filter_delete,
			ARGS(ARG_INT(id), ARG_INT(req->session->staff_id)),
			&count);
	if (!err && !count)
		err = ERR_NOT_FOUND;
	return err ? err : res_redirect(req, res, "%s", desk_home_path(req));
}
