/*
 * publication_store.c: what the public sees, in and out of the database.
 */
#include "matter/matter_store.h"

#include "attach/photo.h"
#include "base/clock.h"
#include "base/str.h"
#include "matter/facet.h"
#include "matter/public_map_sql.h"
#include "matter/publication_read.h"
#include "matter/publication_sql.h"

struct publication publication_read(const struct rows *r)
{
	struct publication p = {
		.matter_id = rows_int(r, 0),
		.number_year = rows_int(r, 1),
		.number = rows_int(r, 2),
		.type = rows_text(r, 3),
		.topic_id = rows_int(r, 4),
		.unit_id = rows_int(r, 5),
		.title = rows_text(r, 7),
		.text = rows_text(r, 8),
		.nickname = rows_text(r, 9),
		.place = rows_text(r, 10),
		.answer = rows_text(r, 11),
		.answered_at = rows_int(r, 12),
		.received_at = rows_int(r, 13),
		.published_at = rows_int(r, 14),
		.updated_at = rows_int(r, 15),
		.handling = rows_text(r, 16),
		.outcome = rows_text(r, 17),
		.text_state = rows_text(r, 18),
		.answer_state = rows_text(r, 19),
		.hidden_why = rows_text(r, 20),
		.version = rows_int(r, 21),
		.cell = rows_int(r, 22),
		.areas = rows_text(r, 23),
		.facet_id = rows_int(r, 24),
		.facility_id = rows_int(r, 25),
	};

	lang_parse(rows_text(r, 6), &p.lang);
	return p;
}

/* Its point on the map comes (+1) or goes (-1), see public_map.sql; stays where
 * it is when topic and unit are these already, -1 = no matter what they are. */
static enum err count_point(struct db *db, int64_t matter_id, int sign,
			    int64_t topic_id, int64_t unit_id,
			    int64_t *ret_moved)
{
	return db_change(db, &Q_map_count_add,
			 ARGS(ARG_INT(matter_id), ARG_INT(matter_id),
			      ARG_INT(sign), ARG_INT(topic_id),
			      ARG_INT(unit_id)),
			 ret_moved);
}

enum err store_publication_import(struct db *db, const struct publication *p)
{
	return db_send(db, &Q_publication_put,
		       ARGS(ARG_INT(p->matter_id), ARG_INT(p->number_year),
			    ARG_INT(p->number), ARG_TEXT(p->type),
			    ARG_INT(p->topic_id), ARG_INT(p->unit_id),
			    ARG_TEXT(lang_codes[p->lang]), ARG_TEXT(p->title),
			    ARG_TEXT(p->text), ARG_TEXT(p->nickname),
			    ARG_TEXT(p->place), ARG_TEXT(p->answer),
			    p->answered_at ? ARG_INT(p->answered_at) : ARG_NULL,
			    ARG_TEXT(p->handling), ARG_TEXT(p->outcome),
			    ARG_INT(p->received_at), ARG_TEXT(p->answer_state),
			    ARG_INT(p->published_at),
			    p->cell ? ARG_INT(p->cell) : ARG_NULL,
			    ARG_TEXT(p->areas ? p->areas : "")));
}

enum err store_publications_count(struct db *db, int64_t from_id, int64_t to_id)
{
	enum err err = db_exec(db, &Q_map_count_add,
			       ARGS(ARG_INT(from_id), ARG_INT(to_id),
				    ARG_INT(1), ARG_INT(-1), ARG_INT(-1)));

	return err ? err : facet_join(db, from_id, to_id);
}

enum err store_publication_put(struct db *db, const struct publication *p)
{
	int64_t moved;
	enum err err;

	err = count_point(db, p->matter_id, -1, -1, -1, &moved);
	if (!err)
		err = facet_leave(db, p->matter_id);
	if (!err)
		err = store_publication_import(db, p);
	if (!err)
		err = count_point(db, p->matter_id, 1, -1, -1, &moved);
	return err ? err : facet_join(db, p->matter_id, p->matter_id);
}

/* Its photos go with it, and come back one by one. */
enum err store_publication_hide(struct db *db, int64_t matter_id,
				const char *why)
{
	int64_t moved;
	enum err err;

	err = count_point(db, matter_id, -1, -1, -1, &moved);
	if (!err)
		err = facet_leave(db, matter_id);
	if (!err)
		err = db_exec(db, &Q_publication_hide,
			      ARGS(ARG_INT(matter_id), ARG_TEXT(why),
				   ARG_INT(clock_now_us())));
	return err ? err : photo_hide_all(db, matter_id);
}

enum err store_publication_follow(struct db *db, const struct matter *m)
{
	int64_t moved, left = 0;
	enum err err;

	err = count_point(db, m->id, -1, m->topic_id, m->unit_id, &moved);
	if (!err)
		err = facet_leave_changed(db, m, &left);
	if (!err)
		err = db_exec(db, &Q_publication_follow,
			      ARGS(ARG_INT(m->id), ARG_INT(m->topic_id),
				   ARG_INT(m->unit_id),
				   ARG_TEXT(handling_names[m->handling]),
				   ARG_TEXT(outcome_names[m->outcome])));
	if (!err && moved)
		err = count_point(db, m->id, 1, -1, -1, &moved);
	return err || !left ? err : facet_join(db, m->id, m->id);
}

static enum err one(struct rows *r, struct publication *ret_pub)
{
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_pub = publication_read(r);
	return OK;
}

enum err publication_get(struct db *db, struct arena *a, int64_t matter_id,
			 struct publication *ret_pub)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_publication_by_matter, ARGS(ARG_INT(matter_id)),
		      &r);
	return err ? err : one(r, ret_pub);
}

enum err publication_by_number(struct db *db, struct arena *a, int64_t year,
			       int64_t number, struct publication *ret_pub)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_publication_by_number,
		      ARGS(ARG_INT(year), ARG_INT(number)), &r);
	return err ? err : one(r, ret_pub);
}
