/*
 * address_store.c: addresses and their loads, in and out of the database.
 */
#include "place/address_store.h"

#include "base/str.h"
#include "place/address_sql.h"

static struct address_row read_row(const struct rows *r)
{
	return (struct address_row){
		.key = rows_text(r, 0),
		.x = {.street = {rows_text(r, 1), rows_text(r, 2)},
		      .house = rows_int(r, 3),
		      .letter = rows_text(r, 4),
		      .postcode = rows_text(r, 5),
		      .at = {.lat = rows_real(r, 6), .lon = rows_real(r, 7)}},
	};
}

enum err store_address_current(struct db *db, struct arena *a,
			       int64_t *ret_load)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_address_current, NO_ARGS, &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_load = rows_int(r, 0);
	return OK;
}

enum err store_address_next(struct db *db, struct arena *a,
			    const struct address_span *s,
			    struct address_row *ret_row)
{
	struct rows *r;
	enum err err = db_rows(
		db, a, s->sv ? &Q_address_next_sv : &Q_address_next_fi,
		ARGS(ARG_INT(s->load), ARG_TEXT(s->from), ARG_TEXT(s->end)),
		&r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_row = read_row(r);
	return OK;
}

enum err store_address_houses(struct db *db, struct arena *a,
			      const struct address_span *s, int max,
			      struct address_row *ret_rows, size_t *ret_count)
{
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(
		db, a, s->sv ? &Q_address_houses_sv : &Q_address_houses_fi,
		ARGS(ARG_INT(s->load), ARG_TEXT(s->from), ARG_INT(s->first),
		     ARG_INT(s->last), ARG_INT(max)),
		&r);

	if (err)
		return err;
	while (rows_next(r))
		ret_rows[n++] = read_row(r);
	*ret_count = n;
	return OK;
}

enum err store_address_insert(struct db *db, int64_t load, int64_t n,
			      const char *const keys[2],
			      const struct address *x)
{
	return db_send(
		db, &Q_address_insert,
		ARGS(ARG_INT(load), ARG_INT(n), ARG_TEXT(x->street[LANG_FI]),
		     ARG_TEXT(x->street[LANG_SV]), ARG_TEXT(keys[LANG_FI]),
		     ARG_TEXT(keys[LANG_SV]), ARG_INT(x->house),
		     ARG_TEXT(x->letter), ARG_TEXT(x->postcode),
		     ARG_REAL(x->at.lat), ARG_REAL(x->at.lon)));
}

enum err store_address_delete(struct db *db, int64_t load, int64_t after_n)
{
	return db_exec(db, &Q_address_delete,
		       ARGS(ARG_INT(load), ARG_INT(after_n)));
}

/* ---- loads ---- */

enum err store_load_insert(struct db *db, int64_t staff_id,
			   const struct address_load *l)
{
	return db_exec(db, &Q_address_load_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_TEXT(l->file),
			    ARG_TEXT(l->name), ARG_INT(l->bytes),
			    ARG_INT(staff_id)));
}

static enum load_state state_of(const char *name)
{
	for (int s = 0; s < LOAD__COUNT; s++)
		if (str_same(load_states[s], name))
			return (enum load_state)s;
	return LOAD_GONE;
}

enum err store_loads(struct db *db, struct arena *a,
		     struct address_load **ret_list, size_t *ret_count)
{
	struct address_load *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_address_load_list, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct address_load){
			.id = rows_int(r, 0),
			.state = state_of(rows_text(r, 1)),
			.file = rows_text(r, 2),
			.name = rows_text(r, 3),
			.bytes = rows_int(r, 4),
			.read_bytes = rows_int(r, 5),
			.line = rows_int(r, 6),
			.rows = rows_int(r, 7),
			.bad = rows_int(r, 8),
			.bad_rows = rows_text(r, 9),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_load_read(struct db *db, const struct address_load *l)
{
	return db_exec(db, &Q_address_load_read,
		       ARGS(ARG_INT(l->id), ARG_INT(l->read_bytes),
			    ARG_INT(l->line), ARG_INT(l->rows), ARG_INT(l->bad),
			    ARG_TEXT(l->bad_rows)));
}

enum err store_load_state(struct db *db, int64_t id, const char *state)
{
	return db_exec(db, &Q_address_load_state,
		       ARGS(ARG_INT(id), ARG_TEXT(state)));
}

enum err store_load_others(struct db *db, int64_t id)
{
	return db_exec(db, &Q_address_load_others, ARGS(ARG_INT(id)));
}

enum err store_load_unready(struct db *db)
{
	return db_exec(db, &Q_address_load_unready, NO_ARGS);
}

enum err store_load_delete(struct db *db, int64_t id)
{
	return db_exec(db, &Q_address_load_delete, ARGS(ARG_INT(id)));
}
