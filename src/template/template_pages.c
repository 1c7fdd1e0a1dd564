/*
 * template_pages.c: templates as a list, and one to write. Everybody who
 * answers has their own; shared ones are the topics' administrator's.
 */
#include "template/template_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "staff/permission.h"
#include "template/template_tpl.h"
#include "template/template_views.h"
#include "unit/unit_views.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{TEMPLATE_BAD_TITLE, "title", W_template_bad_title},
	{TEMPLATE_BAD_TEXT, "text", W_template_bad_text},
	{TEMPLATE_BAD_VAR, "text", W_template_bad_var},
	{TEMPLATE_BAD_TOPIC, "topic", W_template_bad_topic},
	{TEMPLATE_BAD_UNIT, "share", W_template_bad_unit},
	{TEMPLATE_BAD_FROM, "from", W_template_bad_day},
	{TEMPLATE_BAD_TO, "to", W_template_bad_day},
	{TEMPLATE_BAD_SEASON, "to", W_template_bad_season},
	{0, NULL, 0},
};

static const enum word lang_words[LANG__COUNT] = {
	W_layout_lang_fi, W_layout_lang_sv, W_layout_lang_en};

/* The lists every page of templates names things by. */
struct lists {
	struct topic *topics;
	struct unit *units;
	size_t topic_count, unit_count;
};

static enum err read_lists(struct request *req, struct lists *ret_lists)
{
	struct lists l;
	enum err err;

	err = topic_list(req->db, req->arena, false, &l.topics, &l.topic_count);
	if (!err)
		err = unit_list(req->db, req->arena, &l.units, &l.unit_count);
	if (!err)
		*ret_lists = l;
	return err;
}

static const char *topic_of(struct request *req, const struct lists *l,
			    int64_t id)
{
	const struct topic *t = topic_find(l->topics, l->topic_count, id);

	return t ? topic_name(t, req->lang)
		 : word(req->lang, W_template_any_topic);
}

static const char *share_of(struct request *req, const struct lists *l,
			    const struct template *t)
{
	const struct unit *u = unit_find(l->units, l->unit_count, t->unit_id);

	if (t->owner_id)
		return word(req->lang, W_template_own);
	return u ? unit_name(u, req->lang)
		 : word(req->lang, W_template_share_all);
}

static const char *season_of(struct request *req, const struct template *t)
{
	struct arena *a = req->arena;

	if (!t->season_from && !t->season_to)
		return word(req->lang, W_template_always);
	return arena_printf(a, "%s\xE2\x80\x93%s",
			    season_text(a, t->season_from),
			    season_text(a, t->season_to));
}

/* ---- the list ---- */

enum err template_page_list(struct request *req, struct response *res)
{
	struct template_list_view v = {
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_template_none),
			 .text = word(req->lang, W_template_none_text)},
	};
	struct template_line *to;
	struct template *list;
	struct lists l;
	struct out *o;
	enum err err;

	err = template_list(req->db, req->arena, req->session, &list,
			    &v.line_count);
	if (!err)
		err = read_lists(req, &l);
	if (err)
		return err;
	to = arena_array(req->arena, v.line_count + 1, sizeof(*to));
	for (size_t i = 0; i < v.line_count; i++)
		to[i] = (struct template_line){
			.id = list[i].id,
			.title = list[i].title,
			.topic = topic_of(req, &l, list[i].topic_id),
			.share = share_of(req, &l, &list[i]),
			.season = season_of(req, &list[i]),
			.lang = lang_words[list[i].lang],
			.active = list[i].active,
		};
	v.lines = to;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_template_page_title),
			       .nav = NAV_ALL,
			       .secret = true,
			       .wide = true,
		       });
	tpl_template_list(o, &v);
	return page_end(o);
}

/* ---- one template ---- */

struct edit {
	struct lists lists;
	struct template t, now;
	const char *from, *to; /* as typed */
	unsigned bad;
	struct conflict conflict;
	int status;
};

static const char *fault_of(struct request *req, const struct edit *e,
			    const char *field)
{
	return fault_text(faults, e->bad, field, req->lang);
}

static struct choice topic_choice(struct request *req, const struct edit *e)
{
	const struct lists *l = &e->lists;
	struct topic_node *tree =
		topic_tree(req->arena, l->topics, l->topic_count);
	struct option *to =
		arena_array(req->arena, l->topic_count + 1, sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < l->topic_count && tree[i].topic; i++)
		to[n++] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      tree[i].topic->id),
			.label = topic_name(tree[i].topic, req->lang),
			.selected = tree[i].topic->id == e->t.topic_id,
		};
	return (struct choice){
		.name = "topic",
		.label = word(req->lang, W_template_topic),
		.empty = word(req->lang, W_template_any_topic),
		.error = fault_of(req, e, "topic"),
		.plain = true,
		.options = to,
		.option_count = n,
	};
}

/* "own", "all", or a unit's id. Who may not share chooses nothing. */
static struct choice share_choice(struct request *req, const struct edit *e)
{
	const struct lists *l = &e->lists;
	const bool may_share = req->session->rights & PERM_ADMIN_TOPICS;
	size_t n, count = 0;
	struct option *units = unit_options(req->arena, l->units, l->unit_count,
					    req->lang, e->t.unit_id, &n);
	struct option *to = arena_array(req->arena, n + 2, sizeof(*to));

	to[count++] = (struct option){
		.value = "own",
		.label = word(req->lang, W_template_own),
		.selected = e->t.owner_id != 0,
	};
	if (may_share)
		to[count++] = (struct option){
			.value = "all",
			.label = word(req->lang, W_template_share_all),
			.selected = !e->t.owner_id && !e->t.unit_id,
		};
	for (size_t i = 0; may_share && i < n; i++)
		to[count++] = units[i];
	return (struct choice){
		.name = "share",
		.label = word(req->lang, W_template_share),
		.hint = may_share ? NULL
				  : word(req->lang, W_template_share_hint),
		.error = fault_of(req, e, "share"),
		.plain = true,
		.options = to,
		.option_count = count,
	};
}

static struct choice lang_choice(struct request *req, const struct edit *e)
{
	struct option *to = arena_array(req->arena, LANG__COUNT, sizeof(*to));

	for (int i = 0; i < LANG__COUNT; i++)
		to[i] = (struct option){
			.value = lang_codes[i],
			.label = word(req->lang, lang_words[i]),
			.selected = e->t.lang == (enum lang)i,
		};
	return (struct choice){
		.name = "lang",
		.label = word(req->lang, W_template_lang),
		.hint = word(req->lang, W_template_lang_hint),
		.plain = true,
		.options = to,
		.option_count = LANG__COUNT,
	};
}

static struct field day_field(struct request *req, const struct edit *e,
			      const char *name, const char *value,
			      enum word label)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.hint = word(req->lang, W_template_day_hint),
		.value = value,
		.error = fault_of(req, e, name),
		.maxlength = 10,
	};
}

static void fill_fields(struct request *req, const struct edit *e,
			struct template_edit_view *v)
{
	v->name = (struct field){
		.name = "title",
		.label = word(req->lang, W_template_name),
		.hint = word(req->lang, W_template_name_hint),
		.value = e->t.title,
		.error = fault_of(req, e, "title"),
		.required = true,
		.maxlength = TEMPLATE_TITLE_MAX,
	};
	v->text = (struct field){
		.name = "text",
		.label = word(req->lang, W_template_text),
		.value = e->t.text,
		.error = fault_of(req, e, "text"),
		.required = true,
		.rows = 12,
	};
	v->active = (struct field){
		.name = "active",
		.label = word(req->lang, W_template_active),
		.checked = e->t.active,
	};
	v->from = day_field(req, e, "from", e->from, W_template_from);
	v->to = day_field(req, e, "to", e->to, W_template_to);
	v->topic = topic_choice(req, e);
	v->share = share_choice(req, e);
	v->lang = lang_choice(req, e);
	for (int i = 0; i < VAR__COUNT; i++)
		v->vars[i] = (struct template_var_line){
			.name = arena_printf(
				req->arena, "{%s}",
				template_var_name((enum template_var)i,
						  req->lang)),
			.hint = template_var_hint((enum template_var)i,
						  req->lang),
		};
}

static const char *address(struct request *req, int64_t id, const char *rest)
{
	return arena_printf(req->arena, "/staff/templates/%" PRId64 "%s", id,
			    rest);
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct template_edit_view v = {
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.version = e->t.version,
		.title = word(req->lang, W_template_new),
		.action = "/staff/templates/new",
		.may_change = true,
	};
	struct out *o;

	if (e->t.id) {
		v.may_change = template_may_change(req->session, &e->now);
		v.title = v.may_change ? word(req->lang, W_template_edit)
				       : e->now.title;
		v.action = address(req, e->t.id, "");
		v.remove = address(req, e->t.id, "/remove");
	}
	fill_fields(req, e, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ALL,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_template_edit(o, &v);
	return page_end(o);
}

enum err template_page_new(struct request *req, struct response *res)
{
	struct edit e = {
		.t = {.owner_id = req->session->staff_id,
		      .lang = req->lang,
		      .title = "",
		      .text = "",
		      .active = true},
		.from = "",
		.to = "",
	};
	enum err err;

	err = read_lists(req, &e.lists);
	return err ? err : show(req, res, &e);
}

/* The template as it is now, from the path. */
static enum err read_now(struct request *req, struct edit *e)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (!err)
		err = template_get(req->db, req->arena, req->session, id,
				   &e->now);
	if (!err)
		err = read_lists(req, &e->lists);
	if (err)
		return err;
	e->t = e->now;
	e->from = season_text(req->arena, e->t.season_from);
	e->to = season_text(req->arena, e->t.season_to);
	return OK;
}

enum err template_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	return err ? err : show(req, res, &e);
}

/* -1: typed, but no day. */
static int64_t day_typed(const char *text)
{
	int64_t day;

	return season_parse(text, &day) ? -1 : day;
}

static void read_share(struct request *req, struct template *t)
{
	const char *share = req_field(req, "share");

	t->owner_id = t->unit_id = 0;
	if (str_same(share, "all"))
		return;
	if (str_empty(share) || str_same(share, "own"))
		t->owner_id = req->session->staff_id;
	else
		t->unit_id = field_id(req, "share");
}

static void read_typed(struct request *req, struct edit *e)
{
	const struct lists *l = &e->lists;
	struct template *t = &e->t;

	t->title = field_line(req, "title");
	t->text = req_field(req, "text");
	t->topic_id = field_id(req, "topic");
	t->active = req_has_field(req, "active");
	(void)lang_parse(req_field(req, "lang"), &t->lang);
	read_share(req, t);
	e->from = field_line(req, "from");
	e->to = field_line(req, "to");
	t->season_from = day_typed(e->from);
	t->season_to = day_typed(e->to);
	if (field_int(req, "version", &t->version))
		t->version = 0;
	e->bad = template_faults(t, req->arena);
	if (t->topic_id && !topic_find(l->topics, l->topic_count, t->topic_id))
		e->bad |= TEMPLATE_BAD_TOPIC;
	if (t->unit_id && !unit_find(l->units, l->unit_count, t->unit_id))
		e->bad |= TEMPLATE_BAD_UNIT;
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, struct edit *e)
{
	struct conflict *c = &e->conflict;

	c->any = true;
	conflict_add(c, word(req->lang, W_template_name), e->now.title,
		     e->t.title);
	conflict_add(c, word(req->lang, W_template_text), e->now.text,
		     e->t.text);
	conflict_add(c, word(req->lang, W_template_topic),
		     topic_of(req, &e->lists, e->now.topic_id),
		     topic_of(req, &e->lists, e->t.topic_id));
	conflict_add(c, word(req->lang, W_template_share),
		     share_of(req, &e->lists, &e->now),
		     share_of(req, &e->lists, &e->t));
	e->t.version = e->now.version;
	e->status = 409;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	int64_t id;
	enum err err;

	if (e->t.id && e->now.version != e->t.version)
		compare(req, e);
	if (e->bad)
		e->status = 422;
	if (e->status)
		return show(req, res, e);
	err = template_change(req->db, req->arena, req->session, &e->t, &id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/templates?done=%s",
			    e->t.id ? "saved" : "created");
}

enum err template_page_create(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_lists(req, &e.lists);
	if (err)
		return err;
	read_typed(req, &e);
	return save(req, res, &e);
}

enum err template_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	read_typed(req, &e);
	return save(req, res, &e);
}

enum err template_page_remove(struct request *req, struct response *res)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (!err)
		err = template_remove(req->db, req->arena, req->session, id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/templates?done=removed");
}
