/*
 * first_show.c: see first_show.h.
 */
#include "matter/first_show.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/names.h"
#include "matter/public_parts.h"
#include "notice/notice_show.h"
#include "text/danger.h"

#include <inttypes.h>

enum { EXCERPT = 220 };

static const char *key_of(struct arena *a, enum first_kind kind, int64_t id)
{
	const struct first_refs one = {.list = {{kind, id, 0}}, .count = 1};

	return first_refs_text(a, &one, ' ');
}

static struct first_item item_of_matter(struct request *req,
					const struct names *names,
					const struct publication *p)
{
	const struct public_row row = public_row_of(req, names, p);
	const char *answer = first_answer_of(p);
	const bool answered = !str_empty(answer);

	return (struct first_item){
		.key = key_of(req->arena, FIRST_MATTER, p->matter_id),
		.title = row.title,
		.text = answered ? utf8_clip_words(req->arena, answer, EXCERPT)
				 : row.excerpt,
		.lang = row.lang,
		.href = row.href,
		.watch = arena_printf(req->arena, "/%s/watch?matter=%s",
				      lang_codes[req->lang], row.number),
		.kind = answered ? W_first_kind_answer : W_first_kind_near,
		.at_us = answered ? p->answered_at : p->published_at,
	};
}

static enum err item_of_notice(struct request *req,
			       const struct public_notice *n,
			       struct first_item *ret_item)
{
	struct notice_items items;
	struct notice_names names;
	enum err err = notice_items(req, &(struct notices){n, 1}, &items);

	if (!err)
		err = notice_names(req->db, n, req->lang, &names);
	if (err)
		return err;
	*ret_item = (struct first_item){
		.key = key_of(req->arena, FIRST_NOTICE, n->id),
		.title = items.items[0].title,
		.text = utf8_clip_words(req->arena, items.items[0].text,
					EXCERPT),
		.lang = items.items[0].lang,
		.href = items.items[0].href,
		.kind = items.items[0].kind,
	};
	if (!str_empty(names.topic_code))
		ret_item->watch =
			arena_printf(req->arena, "/%s/watch?topic=%s",
				     lang_codes[req->lang], names.topic_code);
	return OK;
}

/* "3 suggestions", and the number to call before them. */
static const char *told(struct request *req, const struct first_view *v)
{
	struct str s;

	str_init(&s, req->arena, 64);
	if (v->call.life)
		str_puts(&s, word(req->lang, W_first_told_life));
	else if (v->call.fault)
		str_puts(&s, word(req->lang, W_first_told_fault));
	if (v->count)
		str_printf(&s, "%s%s", s.len ? " " : "",
			   word_fill(req->arena, req->lang, W_first_told,
				     WORDS(WORD_INT("n", v->count))));
	return s.ptr;
}

struct first_call first_call_of(struct request *req, unsigned danger)
{
	const char *phone = req->brand->urgent_phone;

	return (struct first_call){
		.life = (danger & DANGER_LIFE) != 0,
		.fault = (danger & DANGER_FAULT) != 0,
		.phone = str_empty(phone) ? NULL : phone,
	};
}

enum err first_show(struct request *req, const struct first_found *f,
		    struct first_view *ret_view)
{
	struct first_item *items =
		arena_array(req->arena, FIRST_MAX + 1, sizeof(*items));
	struct first_view v = {
		.call = first_call_of(req, f->danger),
		.items = items,
		.refused = "",
		.counted = "",
		.shown = "",
		.said = "",
	};
	const struct names *names;
	enum err err = names_get(req->db, &names);

	for (size_t i = 0; i < f->notices.count && !err; i++)
		err = item_of_notice(req, &f->notices.list[i],
				     &items[v.count++]);
	if (err)
		return err;
	for (size_t i = 0; i < f->answered_count; i++)
		items[v.count++] = item_of_matter(req, names, &f->answered[i]);
	for (size_t i = 0; i < f->near_count; i++)
		items[v.count++] = item_of_matter(req, names, &f->near[i]);
	v.told = told(req, &v);
	*ret_view = v;
	return OK;
}

static enum err one_matter(struct request *req, int64_t id,
			   struct first_item *ret_item, const char **ret_answer)
{
	const struct names *names;
	struct publication p;
	enum err err = publication_get(req->db, req->arena, id, &p);

	if (!err && !str_same(p.text_state, "public"))
		err = ERR_NOT_FOUND;
	if (!err)
		err = names_get(req->db, &names);
	if (err)
		return err;
	*ret_item = item_of_matter(req, names, &p);
	*ret_answer = first_answer_of(&p);
	return OK;
}

static enum err one_notice(struct request *req, int64_t id,
			   struct first_item *ret_item, const char **ret_answer)
{
	struct public_notice n;
	enum err err = notice_get(req->db, req->arena, id, &n);

	if (!err &&
	    (n.state != NOTICE_PUBLISHED || n.starts_at > clock_now_us()))
		err = ERR_NOT_FOUND;
	if (!err)
		err = item_of_notice(req, &n, ret_item);
	if (!err)
		*ret_answer = n.text[notice_lang(&n, req->lang)];
	return err;
}

enum err first_show_one(struct request *req, const struct first_ref *ref,
			struct first_item *ret_item, const char **ret_answer)
{
	if (ref->kind == FIRST_MATTER)
		return one_matter(req, ref->id, ret_item, ret_answer);
	if (ref->kind == FIRST_NOTICE)
		return one_notice(req, ref->id, ret_item, ret_answer);
	return ERR_NOT_FOUND;
}

static void add(struct first_refs *to, enum first_kind kind, int64_t id)
{
	first_refs_add(to, (struct first_ref){.kind = kind, .id = id});
}

void first_found_refs(const struct first_found *f, struct first_refs *ret_refs)
{
	struct first_refs refs = {.count = 0};

	if (f->danger & DANGER_LIFE)
		add(&refs, FIRST_DANGER, DANGER_LIFE);
	if (f->danger & DANGER_FAULT)
		add(&refs, FIRST_DANGER, DANGER_FAULT);
	for (size_t i = 0; i < f->notices.count; i++)
		add(&refs, FIRST_NOTICE, f->notices.list[i].id);
	for (size_t i = 0; i < f->answered_count; i++)
		add(&refs, FIRST_MATTER, f->answered[i].matter_id);
	for (size_t i = 0; i < f->near_count; i++)
		add(&refs, FIRST_MATTER, f->near[i].matter_id);
	*ret_refs = refs;
}
