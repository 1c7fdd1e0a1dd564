/*
 * desk_batch_view.c: what the pages of one act on many matters show.
 */
#include "base/clock.h"
#include "base/str.h"
#include "matter/desk.h"
#include "matter/desk_batch.h"
#include "matter/matter_tpl.h"
#include "signature/signature.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

#include <inttypes.h>

static const struct {
	enum word title, look, button;
} acts[BATCH__COUNT] = {
	[BATCH_ROUTE] = {W_batch_route, W_batch_route, W_batch_route},
	[BATCH_NOTE] = {W_batch_note, W_batch_note, W_batch_note_button},
	[BATCH_ANSWER] = {W_batch_answer, W_batch_send, W_batch_look},
	[BATCH_CLOSE] = {W_batch_close, W_batch_close, W_batch_close},
};

static const char *counted(struct request *req, enum word w, size_t n)
{
	return word_fill(req->arena, req->lang, w,
			 WORDS(WORD_INT("n", (int64_t)n)));
}

/* ---- the rows ---- */

/* With the version the person saw, not the one of now. */
static const char *pick_of(struct arena *a, const struct batch *b, int64_t id,
			   const char *now)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->items[i].matter_id == id)
			return arena_printf(a, "%" PRId64 ".%" PRId64, id,
					    b->items[i].version);
	return now;
}

static enum err add_rows(struct desk_batch_form *f, struct desk_batch *v)
{
	struct request *req = f->req;
	struct desk_batch_row *to =
		arena_array(req->arena, f->count + 1, sizeof(*to));
	struct desk_row *rows;
	enum err err;

	err = desk_rows(req, f->list, f->count, v->from, &rows);
	if (err)
		return err;
	for (size_t i = 0; i < f->count; i++) {
		const struct matter *m = &f->list[i].m;

		to[i] = (struct desk_batch_row){
			.row = rows[i],
			.pick = pick_of(req->arena, &f->b, m->id, rows[i].pick),
			.language = desk_lang_word(m->lang),
		};
		v->many_languages |= f->b.act == BATCH_ANSWER &&
				     m->lang != f->list[0].m.lang;
	}
	v->rows = to;
	v->row_count = f->count;
	v->gone = f->b.count - f->count;
	return OK;
}

/* ---- the form ---- */

static struct field area(const struct desk_batch_form *f, const char *name,
			 enum word label, int rows)
{
	return (struct field){
		.name = name,
		.label = word(f->req->lang, label),
		.value = str_same(name, "text") ? f->text : f->reason,
		.error = str_same(name, "text") ? f->text_error
						: f->reason_error,
		.required = f->b.act != BATCH_ROUTE && str_same(name, "text"),
		.plain = f->b.act == BATCH_ROUTE || str_same(name, "reason"),
		.rows = rows,
	};
}

static enum err add_form(struct desk_batch_form *f, struct desk_batch *v)
{
	static const enum word labels[BATCH__COUNT] = {
		[BATCH_ROUTE] = W_desk_route_note,
		[BATCH_NOTE] = W_desk_note_label,
		[BATCH_ANSWER] = W_desk_answer_text,
		[BATCH_CLOSE] = W_desk_note_label,
	};
	const bool answer = f->b.act == BATCH_ANSWER;
	const struct matter none = {0};
	enum err err;

	v->has_text = f->b.act != BATCH_CLOSE;
	v->has_outcome = answer || f->b.act == BATCH_CLOSE;
	v->is_route = f->b.act == BATCH_ROUTE;
	v->text = area(f, "text", labels[f->b.act], answer ? 12 : 4);
	v->reason = area(f, "reason", W_desk_reason, 3);
	v->outcome = answer ? desk_answer_outcomes(f->req, f->outcome)
			    : desk_close_outcomes(f->req);
	v->outcome.error = f->outcome_error;
	v->outcome_chosen = f->outcome;
	error_add(f->req, &v->errors, "to", f->target_error);
	error_add(f->req, &v->errors, "text", f->text_error);
	error_add(f->req, &v->errors, "outcome", f->outcome_error);
	error_add(f->req, &v->errors, "reason", f->reason_error);
	if (!v->is_route)
		return OK;
	err = desk_targets(f->req, &none, &v->to);
	v->to.error = f->target_error;
	return err;
}

/* ---- the last look ---- */

static enum err add_look(struct desk_batch_form *f, const struct matter *m,
			 struct desk_batch_look *to)
{
	struct request *req = f->req;
	const char *signature;
	enum err err;

	err = signature_of(req->db, req->arena, req->session, m->unit_id,
			   m->lang, &signature);
	if (!err)
		*to = (struct desk_batch_look){
			.lang = lang_codes[m->lang],
			.language = desk_lang_word(m->lang),
			.text = signature_under(req->arena, f->text, signature),
		};
	return err;
}

static enum err add_looks(struct desk_batch_form *f, struct desk_batch *v)
{
	struct desk_batch_look *to =
		arena_array(f->req->arena, LANG__COUNT, sizeof(*to));
	bool seen[LANG__COUNT] = {false};
	enum err err = OK;

	for (size_t i = 0; i < f->count && !err; i++) {
		const struct matter *m = &f->list[i].m;

		if (seen[m->lang])
			continue;
		seen[m->lang] = true;
		err = add_look(f, m, &to[v->look_count++]);
	}
	v->looks = to;
	return err;
}

/* ---- the pages ---- */

static enum err render(struct request *req, struct response *res,
		       const struct desk_batch *v, int status)
{
	struct out *o = page_begin(req, res,
				   &(struct page){
					   .title = v->heading,
					   .status = status,
					   .nav = NAV_ALL,
					   .error_count = status >= 400,
					   .secret = true,
					   .wide = true,
				   });

	tpl_matter_desk_batch(o, v);
	return page_end(o);
}

static void add_from(struct request *req, struct desk_batch *v)
{
	const struct desk_from from = desk_from(req);

	v->from = from.text;
	if (from.queue)
		v->back = desk_queue_path(req->arena, from.queue, from.after,
					  from.filter);
}

enum err desk_batch_render(struct desk_batch_form *f, struct response *res,
			   int status)
{
	struct request *req = f->req;
	struct desk_batch v = {.act = batch_act_names[f->b.act]};
	enum err err;

	add_from(req, &v);
	v.look = f->look;
	v.heading = counted(req, acts[f->b.act].title, f->count);
	v.button = counted(
		req, f->look ? acts[f->b.act].look : acts[f->b.act].button,
		f->count);
	err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = add_rows(f, &v);
	if (!err)
		err = add_form(f, &v);
	if (!err && f->look)
		err = add_looks(f, &v);
	return err ? err : render(req, res, &v, status);
}

/* ---- what became of them ---- */

static const struct {
	enum word word;
	const char *tone;
} results[BATCH__RESULTS] = {
	[BATCH_DONE] = {W_batch_is_done, "done"},
	[BATCH_CHANGED] = {W_batch_is_changed, "late"},
	[BATCH_REFUSED] = {W_batch_is_refused, "late"},
	[BATCH_UNSEEN] = {W_batch_is_unseen, "late"},
	[BATCH_GONE] = {W_batch_is_gone, "late"},
};

/* What has left this person's sight shows its number only. */
static enum err unseen(struct request *req, int64_t id, struct desk_row *to)
{
	struct matter m;
	enum err err = matter_get(req->db, req->arena, id, &m);

	if (!err)
		to->number = matter_number(req->arena, &m);
	return err;
}

static enum err add_result(struct request *req, const struct batch_item *item,
			   const struct desk_row *row, struct desk_batch *v,
			   struct desk_batch_row *to)
{
	enum err err = OK;

	if (item->result == BATCH_GONE) {
		v->gone++;
		return OK;
	}
	*to = (struct desk_batch_row){
		.result = results[item->result].word,
		.tone = results[item->result].tone,
	};
	if (row)
		to->row = *row;
	else
		err = unseen(req, item->matter_id, &to->row);
	v->row_count += !err;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add_results(struct request *req, const struct batch *b,
			    struct desk_batch *v)
{
	struct rows_want want = {.lang = req->lang, .count = b->count};
	struct desk_batch_row *to =
		arena_array(req->arena, b->count + 1, sizeof(*to));
	struct desk_row *rows;
	struct queue_row *list;
	size_t n;
	enum err err;

	want.ids = arena_array(req->arena, b->count + 1, sizeof(*want.ids));
	for (size_t i = 0; i < b->count; i++)
		want.ids[i] = b->items[i].matter_id;
	err = matter_rows(req->db, req->arena, req->session, &want, &list, &n);
	if (!err)
		err = desk_rows(req, list, n, v->from, &rows);
	v->rows = to;
	for (size_t i = 0; i < b->count && !err; i++) {
		size_t k = 0;

		while (k < n && list[k].m.id != b->items[i].matter_id)
			k++;
		err = add_result(req, &b->items[i], k < n ? &rows[k] : NULL, v,
				 &to[v->row_count]);
	}
	return err;
}

enum err desk_batch_done_render(struct request *req, struct response *res,
				const struct batch *b)
{
	struct desk_batch v = {.is_done = true};
	size_t done = 0;
	enum err err;

	for (size_t i = 0; i < b->count; i++)
		done += b->items[i].result == BATCH_DONE;
	add_from(req, &v);
	v.heading = word(req->lang, W_batch_done_title);
	v.summary = word_fill(req->arena, req->lang, W_batch_done_summary,
			      WORDS(WORD_INT("n", (int64_t)done),
				    WORD_INT("all", (int64_t)b->count)));
	v.may_undo =
		b->act == BATCH_ANSWER && done && tenant_now()->answer_delay_s;
	err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = add_results(req, b, &v);
	return err ? err : render(req, res, &v, 200);
}
