/*
 * head.c: the tenant's head row in memory: ids in commit order, public
 * numbers, the end of the chain of events. Its rows are read and written by
 * transaction.c.
 */
#include "base/clock.h"
#include "base/id.h"
#include "sql/engine.h"

/* 2024-01-01T00:00:00Z. Younger numbers keep ids below 2^53 for 285 years. */
static const int64_t EPOCH_US = INT64_C(1704067200) * SECOND_US;

struct head *db_head(struct db *db)
{
	return &db->head;
}

int64_t db_new_id(struct db *db)
{
	int64_t id = id_at_us(clock_now_us());

	if (id <= db->head.last_id)
		id = db->head.last_id + 1;
	db->head.last_id = id;
	return id;
}

int64_t id_time_us(int64_t id)
{
	return id + EPOCH_US;
}

int64_t id_at_us(int64_t us)
{
	return us - EPOCH_US;
}

enum err head_load(struct db *db, struct rows *r)
{
	struct head h = {0};

	if (!rows_next(r)) {
		db_fail(db, "the tenant has no head row");
		return ERR_INTERNAL;
	}
	h.last_id = rows_int(r, 0);
	h.number_year = rows_int(r, 1);
	h.last_number = rows_int(r, 2);
	if (hex_decode(rows_text(r, 3), h.chain, sizeof(h.chain))) {
		db_fail(db, "the head row's chain is not hex");
		return ERR_INTERNAL;
	}
	db->head = db->head_saved = db->head_stored = h;
	return OK;
}

bool head_changed(const struct db *db)
{
	return memcmp(&db->head, &db->head_stored, sizeof(db->head)) != 0;
}
