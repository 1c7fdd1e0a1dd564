/*
 * matter_store.c: matters and their senders in and out of the database.
 */
#include "matter/matter_store.h"

#include "base/str.h"
#include "matter/matter_sql.h"
#include "matter/rules.h"

/* A time or an id that is not there is 0 in C and NULL in the row. */
static struct sql_arg int_or_null(int64_t value)
{
	return value ? ARG_INT(value) : ARG_NULL;
}

static struct sql_arg degrees(const struct matter *m, double value)
{
	return m->has_point ? ARG_REAL(value) : ARG_NULL;
}

struct matter store_matter(const struct rows *r)
{
	struct matter m = {
		.id = rows_int(r, 0),
		.number_year = rows_int(r, 1),
		.number = rows_int(r, 2),
		.version = rows_int(r, 3),
		.kind = rows_text(r, 4),
		.type = rows_text(r, 5),
		.topic_id = rows_int(r, 6),
		.unit_id = rows_int(r, 7),
		.handler_id = rows_int(r, 8),
		.channel = rows_text(r, 10),
		.title = rows_text(r, 11),
		.text = rows_text(r, 12),
		.place = rows_text(r, 13),
		.nickname = rows_text(r, 14),
		.has_point = !rows_null(r, 15) && !rows_null(r, 16),
		.lat = rows_real(r, 15),
		.lon = rows_real(r, 16),
		.wants_reply = rows_int(r, 17),
		.may_publish = rows_int(r, 18),
		.consent_at = rows_int(r, 19),
		.consent_wording = rows_int(r, 20),
		.handling = handling_parse(rows_text(r, 21)),
		.outcome_note = rows_text(r, 23),
		.verdict = rows_text(r, 24),
		.verdict_note = rows_text(r, 25),
		.code_version = rows_int(r, 26),
		.received_at = rows_int(r, 27),
		.reacted_at = rows_int(r, 28),
		.answered_at = rows_int(r, 29),
		.closed_at = rows_int(r, 30),
		.is_open = rows_int(r, 31),
		.accept_due_at = rows_int(r, 32),
		.accept_reminded_at = rows_int(r, 33),
		.handed_from = rows_int(r, 34),
		.confidential = rows_int(r, 35),
		.route_rule_id = rows_int(r, 36),
		.due_at = rows_int(r, 37),
		.touched_at = rows_int(r, 38),
		.assigned_at = rows_int(r, 39),
		.told_at = rows_int(r, 40),
		.remind_at = rows_int(r, 41),
		.urgent_at = rows_int(r, 42),
	};

	lang_parse(rows_text(r, 9), &m.lang);
	if (outcome_parse(rows_text(r, 22), &m.outcome))
		m.outcome = OUTCOME_NONE; /* the table's CHECK knows no other */
	return m;
}

enum err store_insert(struct db *db, const struct matter *m)
{
	return db_send(
		db, &Q_matter_insert,
		ARGS(ARG_INT(m->id), ARG_INT(m->number_year),
		     ARG_INT(m->number), ARG_TEXT(m->kind), ARG_TEXT(m->type),
		     int_or_null(m->topic_id), int_or_null(m->unit_id),
		     ARG_TEXT(lang_codes[m->lang]), ARG_TEXT(m->channel),
		     ARG_TEXT(m->title), ARG_TEXT(m->text), ARG_TEXT(m->place),
		     degrees(m, m->lat), degrees(m, m->lon),
		     ARG_TEXT(m->nickname), ARG_INT(m->wants_reply),
		     ARG_INT(m->may_publish), int_or_null(m->consent_at),
		     ARG_INT(m->consent_wording),
		     ARG_TEXT(handling_names[m->handling]),
		     ARG_INT(m->received_at), int_or_null(m->handler_id),
		     ARG_TEXT(outcome_names[m->outcome]),
		     ARG_TEXT(m->outcome_note), int_or_null(m->reacted_at),
		     int_or_null(m->answered_at), int_or_null(m->closed_at),
		     ARG_INT(m->is_open), int_or_null(m->accept_due_at),
		     int_or_null(m->route_rule_id), ARG_INT(m->due_at),
		     ARG_INT(m->touched_at), ARG_INT(m->assigned_at),
		     ARG_INT(m->told_at), int_or_null(m->remind_at)));
}

enum err store_update(struct db *db, const struct matter *m)
{
	int64_t n;
	enum err err;

	err = db_change(
		db, &Q_matter_update,
		ARGS(ARG_INT(m->id), ARG_INT(m->version),
		     int_or_null(m->topic_id), int_or_null(m->unit_id),
		     int_or_null(m->handler_id), ARG_INT(m->may_publish),
		     int_or_null(m->consent_at), ARG_INT(m->consent_wording),
		     ARG_TEXT(handling_names[m->handling]),
		     ARG_TEXT(outcome_names[m->outcome]),
		     ARG_TEXT(m->outcome_note), ARG_TEXT(m->verdict),
		     ARG_TEXT(m->verdict_note), ARG_INT(m->code_version),
		     int_or_null(m->reacted_at), int_or_null(m->answered_at),
		     int_or_null(m->closed_at), ARG_INT(m->is_open),
		     int_or_null(m->accept_due_at),
		     int_or_null(m->accept_reminded_at),
		     int_or_null(m->handed_from), ARG_INT(m->confidential),
		     int_or_null(m->route_rule_id), ARG_INT(m->due_at),
		     ARG_INT(m->touched_at), ARG_INT(m->assigned_at),
		     ARG_INT(m->told_at), int_or_null(m->remind_at),
		     ARG_INT(m->urgent_at)),
		&n);
	if (err)
		return err;
	return n == 1 ? OK : ERR_CONFLICT;
}

enum err matter_get(struct db *db, struct arena *a, int64_t id,
		    struct matter *ret_matter)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_matter_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_matter = store_matter(r);
	return OK;
}

enum err matter_by_number(struct db *db, struct arena *a, int64_t year,
			  int64_t number, struct matter *ret_matter)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_matter_id_by_number,
		      ARGS(ARG_INT(year), ARG_INT(number)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	return matter_get(db, a, rows_int(r, 0), ret_matter);
}

/* ---- senders ---- */

/* Each word of the name by itself, so that a surname finds its bearer. */
static enum err insert_words(struct db *db, struct arena *a, int64_t matter_id,
			     const char *name)
{
	char *at = str_lower(a, name);
	enum err err = OK;

	while (!err && *(at += strspn(at, " \t\n,"))) {
		char *word = at;

		at += strcspn(at, " \t\n,");
		if (*at)
			*at++ = '\0';
		err = db_send(db, &Q_party_word_insert,
			      ARGS(ARG_TEXT(word), ARG_INT(matter_id)));
	}
	return err;
}

enum err store_party(struct db *db, struct arena *a, int64_t matter_id,
		     const struct party *p)
{
	enum err err;

	err = db_send(db, &Q_party_insert,
		      ARGS(ARG_INT(matter_id), ARG_TEXT(p->name),
			   ARG_TEXT(p->mail), ARG_TEXT(p->phone),
			   ARG_TEXT(phone_key(a, p->phone)),
			   ARG_TEXT(str_lower(a, p->mail))));
	if (err || str_empty(p->name))
		return err;
	return insert_words(db, a, matter_id, p->name);
}

enum err matter_party(struct db *db, struct arena *a, int64_t id,
		      struct party *ret_party)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_party_by_matter, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	*ret_party = (struct party){"", "", ""};
	if (rows_next(r))
		*ret_party = (struct party){rows_text(r, 0), rows_text(r, 1),
					    rows_text(r, 2)};
	return OK;
}

enum err store_receipts(struct db *db, struct arena *a, const char *address,
			int64_t since_id, int max, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_receipts_since,
		      ARGS(ARG_TEXT(str_lower(a, address)), ARG_INT(since_id),
			   ARG_INT(max)),
		      &r);
	if (err)
		return err;
	*ret_count = rows_count(r);
	return OK;
}
