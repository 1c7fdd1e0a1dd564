/*
 * use_pages.c: the log of use, for the auditor. Reading it is written in it.
 */
#include "base/str.h"
#include "event/event_tpl.h"
#include "event/use.h"
#include "event/use_views.h"
#include "html/page.h"
#include "staff/staff.h"

#include <inttypes.h>

enum { ROWS = 50, COMPARED = 500, COMPARED_MAX = 10000 };

static const struct kind {
	const char *name;
	enum word label;
} kinds[] = {
	{"viewed", W_use_viewed},     {"searched", W_use_searched},
	{"exported", W_use_exported}, {"disclosed", W_use_disclosed},
	{"held", W_use_held},         {"released_hold", W_use_released},
	{"log_read", W_use_log_read},
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static const struct kind bys[] = {
	{"number", W_use_by_number},
	{"phone", W_use_by_phone},
	{"mail", W_use_by_mail},
	{"words", W_use_by_words},
};

static const struct kind tables[] = {
	{"staff", W_use_table_staff},
	{"units", W_use_table_units},
	{"figures", W_use_table_figures},
	{"contacts", W_use_table_contacts},
};

static const char *label(const struct request *req, const struct kind *list,
			 size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].name, name))
			return word(req->lang, list[i].label);
	return name;
}

static enum word kind_word(const char *name)
{
	size_t i = 0;

	while (i < KINDS - 1 && !str_same(kinds[i].name, name))
		i++;
	return kinds[i].label;
}

static const char *detail(struct request *req, const struct use *u)
{
	if (u->found >= 0)
		return word_fill(
			req->arena, req->lang, W_use_found,
			WORDS(WORD_TEXT("by", label(req, bys, 4, u->by)),
			      WORD_INT("n", u->found)));
	return str_empty(u->what) ? "" : label(req, tables, 4, u->what);
}

static struct use_row row_of(struct request *req, const struct use *u)
{
	return (struct use_row){
		.at_us = id_time_us(u->id),
		.who = u->who,
		.kind = kind_word(u->kind),
		.number = u->number ? arena_printf(req->arena,
						   "%" PRId64 "-%" PRId64,
						   u->number_year, u->number)
				    : "",
		.detail = detail(req, u),
	};
}

/* ---- the filter ---- */

struct ask {
	struct uses_wanted want;
	const char *words; /* "" = not asked */
};

static enum err ask_parse(struct request *req, struct ask *ret_ask)
{
	const char *before = req_arg(req, "before"),
		   *staff = req_arg(req, "staff");
	struct ask ask = {
		.want = {.kind = req_arg(req, "kind"), .limit = ROWS + 1},
		.words = str_trim(req->arena, req_arg(req, "asked")),
	};
	size_t i = 0;

	while (i < KINDS && !str_same(kinds[i].name, ask.want.kind))
		i++;
	if (i == KINDS && !str_empty(ask.want.kind))
		return ERR_NOT_FOUND;
	if (!str_empty(before) && parse_int(before, &ask.want.before_id))
		return ERR_NOT_FOUND;
	if (!str_empty(staff) && parse_int(staff, &ask.want.staff_id))
		return ERR_NOT_FOUND;
	if (*ask.words)
		ask.want.kind = "searched";
	*ret_ask = ask;
	return OK;
}

static void show_kinds(struct request *req, struct use_view *v)
{
	struct option *list = arena_array(req->arena, KINDS, sizeof(*list));

	for (size_t i = 0; i < KINDS; i++)
		list[i] = (struct option){
			.value = kinds[i].name,
			.label = word(req->lang, kinds[i].label),
			.selected =
				str_same(kinds[i].name, req_arg(req, "kind")),
		};
	v->kind = (struct choice){.name = "kind",
				  .label = word(req->lang, W_use_kind),
				  .plain = true,
				  .empty = word(req->lang, W_use_all_kinds),
				  .options = list,
				  .option_count = KINDS};
}

static enum err show_staff(struct request *req, struct use_view *v)
{
	struct option *list;
	struct staff *people;
	size_t n;
	enum err err = staff_list(req->db, req->arena, &people, &n);

	if (err)
		return err;
	list = arena_array(req->arena, n, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		list[i].value =
			arena_printf(req->arena, "%" PRId64, people[i].id);
		list[i].label = people[i].name;
		list[i].selected =
			str_same(list[i].value, req_arg(req, "staff"));
	}
	v->staff = (struct choice){.name = "staff",
				   .label = word(req->lang, W_use_who),
				   .plain = true,
				   .empty = word(req->lang, W_use_everybody),
				   .options = list,
				   .option_count = n};
	return OK;
}

/* ---- the rows ---- */

/* Searches for these words among the newest; the digest is compared here,
 * because no database may know the words. */
static enum err read_asked(struct request *req, const struct ask *ask,
			   struct use_view *v)
{
	const char *digest =
		use_digest(req->arena, db_tenant(req->db), ask->words);
	struct use_row *rows = arena_array(req->arena, ROWS, sizeof(*rows));
	struct uses_wanted want = ask->want;
	struct use *list;
	size_t n = COMPARED;
	enum err err = OK;

	want.limit = COMPARED;
	while (!err && n == COMPARED && v->looked_at < COMPARED_MAX) {
		err = use_list(req->db, req->arena, &want, &list, &n);
		for (size_t i = 0; i < n && !err; i++) {
			if (v->row_count < ROWS &&
			    str_same(list[i].digest, digest))
				rows[v->row_count++] = row_of(req, &list[i]);
			want.before_id = list[i].id;
		}
		v->looked_at += err ? 0 : (int64_t)n;
	}
	v->rows = rows;
	return err;
}

static const char *older(struct request *req, int64_t id)
{
	return arena_printf(req->arena,
			    "/staff/log?kind=%s&staff=%s&before=%" PRId64,
			    req_arg(req, "kind"), req_arg(req, "staff"), id);
}

static enum err read_page(struct request *req, const struct ask *ask,
			  struct use_view *v)
{
	struct use_row *rows = arena_array(req->arena, ROWS, sizeof(*rows));
	struct use *list;
	size_t n;
	enum err err = use_list(req->db, req->arena, &ask->want, &list, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n && i < ROWS; i++)
		rows[v->row_count++] = row_of(req, &list[i]);
	v->rows = rows;
	if (n > ROWS)
		v->pager.older = older(req, list[ROWS - 1].id);
	return OK;
}

enum err use_page_log(struct request *req, struct response *res)
{
	struct use_view v = {
		.filtered = *req->query != '\0',
		.asked = {.name = "asked",
			  .label = word(req->lang, W_use_asked),
			  .hint = word(req->lang, W_use_asked_hint),
			  .value = req_arg(req, "asked"),
			  .plain = true,
			  .autocomplete = "off"},
		.none = {.title = word(req->lang, W_use_none)},
	};
	struct ask ask;
	struct out *o;
	enum err err = ask_parse(req, &ask);

	if (!err)
		err = *ask.words ? read_asked(req, &ask, &v)
				 : read_page(req, &ask, &v);
	if (!err)
		err = show_staff(req, &v);
	if (!err)
		err = use_log_read(req);
	if (err)
		return err;
	show_kinds(req, &v);
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_use_title),
				      .nav = NAV_LOG,
				      .secret = true});
	tpl_event_log(o, &v);
	return page_end(o);
}
