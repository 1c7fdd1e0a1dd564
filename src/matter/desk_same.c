/*
 * desk_same.c: on the staff's pages, what a matter has in common with others.
 */
#include "base/str.h"
#include "html/out.h"
#include "matter/desk.h"
#include "matter/group.h"

#include <inttypes.h>

static enum err in_group(struct request *req, int64_t id, struct desk_same *v)
{
	struct group_counts n;
	enum err err = group_count(req->db, req->arena, id, &n);

	if (err)
		return err;
	v->href = arena_printf(req->arena, "/staff/groups/%" PRId64, id);
	if (n.open)
		v->answer = arena_printf(req->arena, "%s/answer", v->href);
	v->summary = word_fill(
		req->arena, req->lang, W_group_summary,
		WORDS(WORD_INT("n", n.all), WORD_INT("open", n.open)));
	return OK;
}

static enum err add_offers(struct request *req, const struct matter *m,
			   struct desk_same *v)
{
	struct group_member *list;
	struct desk_same_offer *to;
	size_t n;
	enum err err =
		group_offers(req->db, req->arena, req->session, m, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const struct matter as = group_matter(&list[i]);

		to[i] = (struct desk_same_offer){
			.number = matter_number(req->arena, &as),
			.href = desk_base(req, &as),
			.title = matter_heading(req->arena, as.title, as.text),
			.lang = lang_codes[as.lang],
			.at_us = as.received_at,
			.in_group = list[i].group_id != 0,
		};
	}
	v->offers = to;
	v->offer_count = n;
	return OK;
}

enum err desk_same_make(struct request *req, const struct matter *m,
			struct desk_same *ret_view)
{
	struct desk_same v = {.may_join = m->is_open};
	int64_t group_id;
	enum err err = group_of(req->db, req->arena, m->id, &group_id);

	if (!err && group_id)
		err = in_group(req, group_id, &v);
	else if (!err && v.may_join)
		err = add_offers(req, m, &v);
	if (err)
		return err;
	v.with = (struct field){
		.name = "with",
		.label = word(req->lang, W_group_with),
		.hint = word(req->lang, W_group_with_hint),
		.value = req_field(req, "with"),
		.plain = true,
		.maxlength = 20,
	};
	*ret_view = v;
	return OK;
}

/* What a queue is compared with. */
struct lately {
	const struct group_member *list;
	const struct alike *alike;
	size_t count;
};

static enum err lately(struct request *req, struct lately *ret)
{
	struct group_member *list;
	struct alike *what;
	size_t n;
	enum err err =
		group_recent(req->db, req->arena, req->session, &list, &n);

	if (err)
		return err;
	what = arena_array(req->arena, n + 1, sizeof(*what));
	for (size_t i = 0; i < n; i++) {
		const struct matter m = group_matter(&list[i]);

		what[i] = alike_of(req->arena, &m);
	}
	*ret = (struct lately){list, what, n};
	return OK;
}

/* Of one group the newest stands for it; who is in one asks for no other. */
static const char *same_as(struct request *req, const struct matter *m,
			   const struct lately *l)
{
	const struct alike what = alike_of(req->arena, m);

	for (size_t i = 0; i < l->count; i++)
		if (l->list[i].id == m->id)
			return NULL;
	for (size_t i = 0; i < l->count; i++)
		if (alike(req->arena, &what, &l->alike[i])) {
			const struct matter as = group_matter(&l->list[i]);

			return matter_number(req->arena, &as);
		}
	return NULL;
}

enum err desk_same_rows(struct request *req, const struct queue_row *list,
			size_t n, struct desk_row *rows)
{
	struct lately l;
	enum err err = lately(req, &l);

	for (size_t i = 0; i < n && !err && l.count; i++)
		if (rows[i].lang) /* nothing of what is confidential */
			rows[i].same = same_as(req, &list[i].m, &l);
	return err;
}
