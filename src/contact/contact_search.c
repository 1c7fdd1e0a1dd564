/*
 * contact_search.c: see contact_search.h. Whether it is public is asked once more
 * when it is shown, so that nothing hidden is shown a moment longer.
 */
#include "contact/contact_search.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/out.h"
#include "topic/topic.h"

#include <inttypes.h>

enum { EXCERPT = 160, HEADING = 200 };

/* ---- documents ---- */

static void add(struct search_doc *d, int lang, const char *text,
		enum search_weight weight)
{
	if (str_empty(text))
		return;
	d->texts[d->text_count].text = text;
	d->texts[d->text_count].lang = (enum lang)lang;
	d->texts[d->text_count++].weight = weight;
}

/* The names of a unit and its topics come from elsewhere: looked at daily. */
static int64_t tomorrow(void)
{
	return date_end_us(date_of(clock_now_us()));
}

/* "Kuka vastaa leikkipuistoista", "leikkipuistojen puhelinnumero". */
static void add_common(struct search_doc *d)
{
	for (int l = 0; l < LANG__COUNT; l++)
		add(d, l, word((enum lang)l, W_contact_search_words),
		    WEIGHT_BODY);
}

/* Its topics: what residents choose there comes to this unit. */
static enum err add_topics(struct db *db, struct arena *a, int64_t unit_id,
			   struct search_doc *d)
{
	struct topic *list;
	struct str names[LANG__COUNT];
	size_t n;
	enum err err = topic_list(db, a, true, &list, &n);

	if (err)
		return err;
	for (int l = 0; l < LANG__COUNT; l++) {
		str_init(&names[l], a, 64);
		for (size_t i = 0; i < n; i++)
			if (list[i].default_unit_id == unit_id)
				str_printf(&names[l], "%s. ",
					   topic_name(&list[i], (enum lang)l));
		add(d, l, names[l].ptr, WEIGHT_PLACE);
	}
	return OK;
}

static enum err read_unit(struct db *db, struct arena *a, int64_t id,
			  struct search_doc *ret_doc, int64_t *ret_again_at)
{
	struct contact_public u;
	enum err err = contact_public_unit(db, a, id, &u);

	*ret_again_at = err ? 0 : tomorrow();
	if (err)
		return err;
	*ret_doc = (struct search_doc){
		.kind = CONTACT_KIND,
		.id = id,
		.shown_at = u.facts.updated_at,
	};
	for (int l = 0; l < LANG__COUNT; l++) {
		add(ret_doc, l, u.unit.name[l], WEIGHT_TITLE);
		add(ret_doc, l, u.facts.answers[l], WEIGHT_TITLE);
	}
	add(ret_doc, LANG_FI, u.facts.address, WEIGHT_BODY);
	add_common(ret_doc);
	return add_topics(db, a, id, ret_doc);
}

static enum err read_person(struct db *db, struct arena *a, int64_t id,
			    struct search_doc *ret_doc, int64_t *ret_again_at)
{
	struct contact_person p;
	struct contact_public u;
	enum err err = contact_public_person(db, a, id, &p, &u);

	*ret_again_at = err ? 0 : tomorrow();
	if (err)
		return err;
	*ret_doc = (struct search_doc){
		.kind = CONTACT_KIND,
		.id = id,
		.shown_at = p.updated_at,
	};
	add(ret_doc, LANG_FI, p.name, WEIGHT_TITLE);
	for (int l = 0; l < LANG__COUNT; l++) {
		add(ret_doc, l, p.role[l], WEIGHT_PLACE);
		add(ret_doc, l, u.unit.name[l], WEIGHT_BODY);
	}
	add_common(ret_doc);
	return OK;
}

static enum err all_units(struct db *db, struct arena *a, int64_t **ret_ids,
			  size_t *ret_count)
{
	struct contact_unit *list;
	enum err err = contact_units(db, a, &list, ret_count);

	if (err)
		return err;
	*ret_ids = arena_array(a, *ret_count + 1, sizeof(**ret_ids));
	for (size_t i = 0; i < *ret_count; i++)
		(*ret_ids)[i] = list[i].unit_id;
	return OK;
}

static enum err all_people(struct db *db, struct arena *a, int64_t **ret_ids,
			   size_t *ret_count)
{
	struct contact_person *list;
	enum err err = contact_people(db, a, 0, &list, ret_count);

	if (err)
		return err;
	*ret_ids = arena_array(a, *ret_count + 1, sizeof(**ret_ids));
	for (size_t i = 0; i < *ret_count; i++)
		(*ret_ids)[i] = list[i].id;
	return OK;
}

const struct search_source contact_unit_source = {"contact_unit", read_unit,
						  all_units};
const struct search_source contact_person_source = {"contact_person",
						    read_person, all_people};

/* ---- hits ---- */

static void add_phone(struct arena *a, const char *phones, struct search_row *r)
{
	struct contact_phone list[CONTACT_PHONES];
	size_t n;

	if (contact_phones(a, phones, list, &n) || !n)
		return;
	r->phone = list[0].number;
	r->dial = list[0].dial;
}

static void add_row(struct request *req, const struct search_found *found,
		    const struct contact_public *u,
		    const struct contact_person *p, struct search_row *r)
{
	struct arena *a = req->arena;
	const enum lang lang = req->lang;
	const char *unit = unit_name(&u->unit, lang);

	*r = (struct search_row){
		.href = arena_printf(a,
				     p ? "/%s/contacts/%" PRId64 "#p%" PRId64
				       : "/%s/contacts/%" PRId64,
				     lang_codes[lang], u->unit.id,
				     p ? p->id : 0),
		.lang = lang_codes[lang],
		.fact = p ? unit : "",
	};
	search_mark(a, lang, p ? p->name : unit, HEADING, found, &r->title);
	search_mark(a, lang,
		    p ? contact_role(p, lang)
		      : contact_answers(&u->facts, lang),
		    EXCERPT, found, &r->text);
	add_phone(a, p ? p->phones : u->facts.phones, r);
	if (p && !r->phone)
		add_phone(a, u->facts.phones, r);
}

enum err contact_search_rows(struct request *req,
			     const struct search_found *found, size_t max,
			     struct search_rows *ret_rows)
{
	struct search_row *rows =
		arena_array(req->arena, max + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < found->count && n < max; i++) {
		const int64_t id = found->hits[i].id;
		struct contact_public u;
		struct contact_person p;
		bool is_person = false;
		enum err err = contact_public_unit(req->db, req->arena, id, &u);

		if (err == ERR_NOT_FOUND) {
			is_person = true;
			err = contact_public_person(req->db, req->arena, id, &p,
						    &u);
		}
		if (err && err != ERR_NOT_FOUND)
			return err;
		if (!err)
			add_row(req, found, &u, is_person ? &p : NULL,
				&rows[n++]);
	}
	*ret_rows = (struct search_rows){rows, n};
	return OK;
}
