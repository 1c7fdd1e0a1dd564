/*
 * demo_first.c: what writers of the last weeks were offered before they sent,
 * and what they said of it.
 */
#include "app/demo.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/first.h"

enum { DAYS = 45, OFFERED_MAX = 12, LOOKED = 60 };

/* Published messages with answers, and every notice. */
static enum err offered(struct db *db, struct arena *a,
			struct first_refs *ret_refs)
{
	const struct publication_filter all = {.type = "", .limit = LOOKED};
	struct publication_page p;
	struct first_refs refs = {.count = 0};
	struct notices notices;
	enum err err = publication_page(db, a, &all, &p);

	if (!err)
		err = notices_now(db, a, &notices);
	if (err)
		return err;
	for (size_t i = 0; i < notices.count; i++)
		first_refs_add(&refs,
			       (struct first_ref){.kind = FIRST_NOTICE,
						  .id = notices.list[i].id});
	for (size_t i = 0; i < p.count && refs.count < OFFERED_MAX; i++)
		if (!str_empty(first_answer_of(&p.list[i])))
			first_refs_add(
				&refs,
				(struct first_ref){.kind = FIRST_MATTER,
						   .id = p.list[i].matter_id});
	*ret_refs = refs;
	return OK;
}

/* What one day said of one of them; the earlier in the list, the more. */
static enum err day_of(struct db *db, struct arena *a, struct first_ref *ref,
		       uint32_t day, uint32_t rank)
{
	const uint32_t seed = day * 64 + rank;
	struct first_counts add = {0};
	enum err err = OK;

	add.of[FIRST_SHOWN] = demo_dice(seed, 1, 8 - rank / 2);
	for (int64_t i = 0; i < add.of[FIRST_SHOWN]; i++) {
		const uint32_t said = demo_dice(seed * 8 + (uint32_t)i, 2, 10);

		add.of[FIRST_ANSWERS] += said < 3;
		add.of[FIRST_SAME] += said == 3;
		add.of[FIRST_DIFFERENT] += said == 4 || said == 5;
	}
	if (add.of[FIRST_SHOWN])
		err = first_count(db, a, ref, &add);
	if (!err && add.of[FIRST_ANSWERS] && !demo_dice(seed, 3, 4)) {
		ref->day = date_to_days(date_of(clock_now_us()));
		err = first_count_back(db, ref);
	}
	return err == ERR_NOT_FOUND ? OK : err; /* not yet told on that day */
}

enum err demo_first_make(struct db *db, struct arena *a)
{
	const int64_t now = clock_now_us();
	struct first_refs refs;
	enum err err = offered(db, a, &refs);

	for (uint32_t day = DAYS; day && !err; day--) {
		clock_set(now - day * DAY_US);
		for (uint32_t i = 0; i < refs.count && !err; i++)
			err = day_of(db, a, &refs.list[i], day, i);
	}
	clock_set(0);
	return err;
}
