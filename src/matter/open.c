/*
 * open.c: what open data says of a published matter. Everything comes from the
 * publication, the version a person made; of the matter itself only its due.
 */
#include "matter/open.h"

#include "base/clock.h"
#include "base/str.h"
#include "due/due.h"
#include "geo/cell.h"
#include "matter/public_box.h"
#include "tenant/tenant.h"

#include <inttypes.h>

static enum open_late late_of(const struct due *d, int64_t now)
{
	return (d->met_at ? d->met_at : now) > d->due_at ? OPEN_LATE
							 : OPEN_IN_TIME;
}

/* The promise of an answer that counts: what replaced it came after it. */
static enum err add_due(struct request *req, int64_t matter_id,
			struct open_row *row)
{
	const int64_t now = clock_now_us();
	struct due *list;
	size_t n;
	enum err err = due_list(req->db, req->arena, matter_id, &list, &n);

	for (size_t i = 0; !err && i < n; i++)
		if (str_same(list[i].what, "answer")) {
			row->due_at = list[i].due_at;
			row->late = late_of(&list[i], now);
		}
	return err;
}

static const char *topic_code(const struct names *names, int64_t id)
{
	const struct topic *t =
		topic_find(names->topics, names->topic_count, id);

	return t ? t->code : "";
}

static const char *unit_code(const struct names *names, int64_t id)
{
	const struct unit *u = unit_find(names->units, names->unit_count, id);

	return u ? u->code : "";
}

static struct open_row row_of(struct request *req, const struct names *names,
			      const struct publication *p)
{
	const bool told = tenant_now()->open_text;
	struct arena *a = req->arena;
	const char *number = arena_printf(a, "%" PRId64 "-%" PRId64,
					  p->number_year, p->number);

	return (struct open_row){
		.number = number,
		.url = arena_printf(a, "%s/%s/matters/%s", req->origin,
				    lang_codes[req->lang], number),
		.type = p->type,
		.topic = topic_code(names, p->topic_id),
		.topic_name = names_topic(names, p->topic_id, req->lang),
		.unit = unit_code(names, p->unit_id),
		.unit_name = names_unit(names, p->unit_id, req->lang),
		.lang = lang_codes[p->lang],
		.handling = p->handling,
		.outcome = str_same(p->outcome, "none") ? "" : p->outcome,
		.received_at = p->received_at,
		.published_at = p->published_at,
		.answered_at = p->answered_at,
		.updated_at = p->updated_at,
		.answer = str_same(p->answer_state, "public") ? p->answer : "",
		.title = told ? p->title : "",
		.text = told ? p->text : "",
		.place = told ? p->place : "",
		.has_point = p->cell != 0,
		.point = p->cell ? cell_middle(p->cell) : (struct geo_point){0},
	};
}

enum err open_page_read(struct request *req, const struct names *names,
			struct publication_filter *f, const struct geo_box *box,
			struct open_page *ret_page)
{
	struct open_row *rows;
	enum err err;

	f->limit = OPEN_ROWS;
	err = box ? public_box_page(req->db, req->arena, f, box,
				    &ret_page->page)
		  : publication_page(req->db, req->arena, f, &ret_page->page);
	if (err)
		return err;
	ret_page->count = ret_page->page.count;
	rows = arena_array(req->arena, ret_page->count + 1, sizeof(*rows));
	for (size_t i = 0; i < ret_page->count && !err; i++) {
		const struct publication *p = &ret_page->page.list[i];

		rows[i] = row_of(req, names, p);
		err = add_due(req, p->matter_id, &rows[i]);
	}
	ret_page->rows = rows;
	return err;
}
