/*
 * notice_search.c: see notice_search.h. What runs is looked at once more when it
 * is shown: a notice that has ended vanishes at once.
 */
#include "notice/notice_search.h"

#include "base/clock.h"
#include "base/str.h"

static void add(struct search_doc *d, enum lang lang, const char *text,
		enum search_weight weight)
{
	if (str_empty(text))
		return;
	d->texts[d->text_count].text = text;
	d->texts[d->text_count].lang = lang;
	d->texts[d->text_count++].weight = weight;
}

static enum err add_names(struct db *db, struct arena *a,
			  const struct public_notice *n, struct search_doc *d)
{
	struct notice_names names;
	enum err err = OK;

	for (int l = 0; l < LANG__COUNT && !err; l++) {
		err = notice_names(db, n, (enum lang)l, &names);
		if (err)
			return err;
		add(d, (enum lang)l, arena_strdup(a, names.topic), WEIGHT_BODY);
		add(d, (enum lang)l, arena_strdup(a, names.area), WEIGHT_PLACE);
		add(d, (enum lang)l, n->words, WEIGHT_PLACE);
	}
	return OK;
}

static enum err read(struct db *db, struct arena *a, int64_t id,
		     struct search_doc *ret_doc, int64_t *ret_again_at)
{
	const int64_t now = clock_now_us();
	struct public_notice n;
	enum err err = notice_get(db, a, id, &n);

	*ret_again_at = 0;
	if (err)
		return err;
	if (n.state != NOTICE_PUBLISHED || n.ends_at <= now)
		return ERR_NOT_FOUND;
	*ret_again_at = n.starts_at > now          ? n.starts_at
			: n.ends_at == NOTICE_OPEN ? 0
						   : n.ends_at;
	if (n.starts_at > now)
		return ERR_NOT_FOUND;
	*ret_doc = (struct search_doc){
		.kind = n.kind == NOTICE_FAQ ? NOTICE_KIND_FAQ
					     : NOTICE_KIND_TOLD,
		.id = id,
		.shown_at = n.published_at,
	};
	for (int l = 0; l < LANG__COUNT; l++) {
		add(ret_doc, (enum lang)l, n.title[l], WEIGHT_TITLE);
		add(ret_doc, (enum lang)l, n.text[l], WEIGHT_BODY);
	}
	return add_names(db, a, &n, ret_doc);
}

static enum err all(struct db *db, struct arena *a, int64_t **ret_ids,
		    size_t *ret_count)
{
	struct public_notice *list;
	size_t n;
	enum err err = notice_list(db, a, NOTICES_MAX * 10, &list, &n);

	if (err)
		return err;
	*ret_ids = arena_array(a, n + 1, sizeof(**ret_ids));
	*ret_count = 0;
	for (size_t i = 0; i < n; i++)
		if (list[i].state == NOTICE_PUBLISHED)
			(*ret_ids)[(*ret_count)++] = list[i].id;
	return OK;
}

const struct search_source notice_source = {"notice", read, all};

enum err notice_search_later(struct db *db, struct arena *a, int64_t id,
			     const struct public_notice *n)
{
	const bool runs = notice_runs(n, clock_now_us());
	enum err err = runs ? OK : search_drop(db, a, id);

	return err ? err : search_later(db, notice_source.what, id);
}

enum err notice_search_shown(struct db *db, struct arena *a,
			     const struct search_found *found, size_t max,
			     struct notices *ret_notices)
{
	const int64_t now = clock_now_us();
	struct public_notice *list = arena_array(a, max + 1, sizeof(*list));
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < found->count && n < max && !err; i++) {
		err = notice_get(db, a, found->hits[i].id, &list[n]);
		if (!err && notice_runs(&list[n], now))
			n++;
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	*ret_notices = (struct notices){list, n};
	return err;
}
