/*
 * promise_pages.c: by when the municipality reacts and answers, by topic and
 * type of feedback, as a table of one topic. An empty cell inherits.
 */
#include "due/due_pages.h"

#include "base/str.h"
#include "due/book.h"
#include "due/due_tpl.h"
#include "due/due_views.h"
#include "html/out.h"
#include "html/page.h"
#include "tenant/tenant.h"

#include <inttypes.h>

static const struct {
	const char *type; /* as in matter.type */
	enum word label;
} types[] = {
	{"", W_promise_all_types},       {"thanks", W_type_thanks},
	{"criticism", W_type_criticism}, {"question", W_type_question},
	{"proposal", W_type_proposal},   {"fault", W_type_fault},
};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

static const char *const whats[] = {"reaction", "answer"};
static const enum word what_words[] = {W_promise_reaction, W_promise_answer};
enum { WHATS = 2 };

/* The table on its way: as stored, or as typed with what is wrong. */
struct edit {
	const struct due_book *book;
	const struct topic *topic; /* NULL: the whole municipality */
	int64_t topic_id;
	bool typed, changed;
	unsigned bad; /* a bit a cell */
	int status;
};

static const char *cell_name(struct request *req, int type, int what)
{
	return arena_printf(req->arena, "%s-%s", whats[what],
			    type ? types[type].type : "all");
}

static const char *term_text(struct request *req, struct term t)
{
	return word_fill(req->arena, req->lang,
			 t.measure == MEASURE_HOURS ? W_promise_n_hours
						    : W_promise_n_workdays,
			 WORDS(WORD_INT("n", t.amount)));
}

static struct term of_tenant(int what)
{
	const struct tenant *t = tenant_now();

	return (struct term){what ? t->answer_workdays : t->reaction_workdays,
			     MEASURE_WORKDAYS};
}

static struct promise_cell cell(struct request *req, const struct edit *e,
				int type, int what)
{
	const struct promise *own = promise_own(e->book, e->topic_id,
						types[type].type, whats[what]);
	const struct promise *from = promise_inherited(
		e->book, e->topic_id, types[type].type, whats[what]);
	struct promise_cell c = {
		.name = cell_name(req, type, what),
		.inherited =
			term_text(req, from ? from->term : of_tenant(what)),
		.bad = e->bad & 1u << (type * WHATS + what),
		.value = "",
	};

	c.label = arena_printf(req->arena, "%s: %s",
			       word(req->lang, types[type].label),
			       word(req->lang, what_words[what]));
	if (e->typed) {
		c.value = req_field(req, c.name);
		c.hours =
			str_same(req_field(req, arena_printf(req->arena,
							     "%s-in", c.name)),
				 "hours");
	} else if (own) {
		c.value = arena_printf(req->arena, "%d", own->term.amount);
		c.hours = own->term.measure == MEASURE_HOURS;
	}
	return c;
}

static const char *version(struct request *req, const struct edit *e)
{
	struct str s;

	str_init(&s, req->arena, 128);
	for (size_t i = 0; i < e->book->promise_count; i++) {
		const struct promise *p = &e->book->promises[i];

		if (p->topic_id == e->topic_id)
			str_printf(&s, "%s %s %d %d\n", p->type, p->what,
				   p->term.amount, (int)p->term.measure);
	}
	return text_digest(req->arena, s.ptr, s.len);
}

static struct error_summary errors(struct request *req, const struct edit *e)
{
	struct form_error *list =
		arena_array(req->arena, TYPES * WHATS, sizeof(*list));
	struct error_summary s = {list, 0};

	for (int i = 0; i < TYPES * WHATS; i++)
		if (e->bad & 1u << i)
			list[s.error_count++] = (struct form_error){
				cell_name(req, i / WHATS, i % WHATS),
				word_fill(req->arena, req->lang, W_promise_bad,
					  WORDS(WORD_INT("days",
							 PROMISE_DAYS_MAX),
						WORD_INT("hours",
							 PROMISE_HOURS_MAX)))};
	return s;
}

static const char *address(struct request *req, const struct edit *e)
{
	if (!e->topic)
		return "/staff/admin/promise";
	return arena_printf(req->arena,
			    "/staff/admin/topics/%" PRId64 "/promise",
			    e->topic_id);
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct promise_row *rows =
		arena_array(req->arena, TYPES, sizeof(*rows));
	struct promise_view v = {
		.crumb = {"/staff/admin/topics",
			  word(req->lang, W_topic_title)},
		.done = done_notice(req),
		.errors = errors(req, e),
		.action = address(req, e),
		.version = version(req, e),
		.changed_meanwhile = e->changed,
		.whole = !e->topic,
		.by_law = e->topic && topic_is_accessibility(e->topic),
		.rows = rows,
		.row_count = TYPES,
	};
	struct out *o;

	v.title = e->topic ? word_fill(req->arena, req->lang, W_promise_title,
				       WORDS(WORD_TEXT("topic",
						       topic_name(e->topic,
								  req->lang))))
			   : word(req->lang, W_promise_title_all);
	for (int i = 0; i < TYPES; i++)
		rows[i] = (struct promise_row){
			.label = word(req->lang, types[i].label),
			.reaction = cell(req, e, i, 0),
			.answer = cell(req, e, i, 1),
		};
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_due_promise(o, &v);
	return page_end(o);
}

static enum err begin(struct request *req, struct edit *e)
{
	enum err err = path_id(req, 0, &e->topic_id);

	if (!err)
		err = due_book(req->db, &e->book);
	if (err)
		return err;
	e->topic =
		topic_find(e->book->topics, e->book->topic_count, e->topic_id);
	return e->topic ? OK : ERR_NOT_FOUND;
}

enum err due_page_promise(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin(req, &e);

	return err ? err : show(req, res, &e);
}

enum err due_page_promise_all(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = due_book(req->db, &e.book);

	return err ? err : show(req, res, &e);
}

/* False: what is typed is no term. An empty cell is none, and right. */
static bool read_cell(struct request *req, int type, int what,
		      struct promise *list, size_t *count)
{
	const char *name = cell_name(req, type, what);
	const char *in =
		req_field(req, arena_printf(req->arena, "%s-in", name));
	int64_t amount;
	struct term t = {.measure = MEASURE_WORKDAYS};

	if (str_empty(field_line(req, name)))
		return true;
	if (parse_int(field_line(req, name), &amount) || amount < 1 ||
	    amount > PROMISE_HOURS_MAX)
		return false;
	t.amount = (int)amount;
	if (str_same(in, "hours"))
		t.measure = MEASURE_HOURS;
	if (!term_ok(t))
		return false;
	list[(*count)++] = (struct promise){
		.type = types[type].type, .what = whats[what], .term = t};
	return true;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	struct promise list[TYPES * WHATS];
	size_t n = 0;
	enum err err;

	e->typed = true;
	for (int i = 0; i < TYPES * WHATS; i++)
		if (!read_cell(req, i / WHATS, i % WHATS, list, &n))
			e->bad |= 1u << i;
	e->changed = !str_same(version(req, e), req_field(req, "version"));
	if (e->bad || e->changed) {
		e->status = e->changed ? 409 : 422;
		return show(req, res, e);
	}
	err = promise_change(req->db, req->arena, req->session->staff_id,
			     e->topic_id, list, n);
	if (err)
		return err;
	return res_redirect(req, res, "%s?done=saved", address(req, e));
}

enum err due_page_promise_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin(req, &e);

	return err ? err : save(req, res, &e);
}

enum err due_page_promise_all_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = due_book(req->db, &e.book);

	return err ? err : save(req, res, &e);
}
