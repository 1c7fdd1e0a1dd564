/*
 * demo_group.c: six residents have written about the same dark street, and
 * somebody has put their messages together; two had an answer that did not
 * hold, and are open again.
 */
#include "app/demo.h"

#include "app/demo_sql.h"
#include "matter/group.h"
#include "topic/topic.h"

enum { TOGETHER = 6 };

enum err demo_group_make(struct db *db, struct arena *a,
			 const struct demo_town *town)
{
	const struct session *desk = &town->staff[0].session;
	struct topic t;
	struct rows *r;
	int64_t first = 0;
	enum err err = topic_by_code(db, a, "street_lighting", &t);

	if (!err)
		err = db_rows(db, a, &Q_demo_same_of_topic,
			      ARGS(ARG_INT(t.id), ARG_INT(TOGETHER)), &r);
	if (err || rows_count(r) < TOGETHER) /* a small demo has none */
		return err;
	while (!err && rows_next(r)) {
		const int64_t id = rows_int(r, 0);

		if (!rows_int(r, 1))
			err = matter_reopen(db, a, desk, id, 0, "");
		if (!err && first)
			err = group_join(db, a, desk, id, first);
		first = first ? first : id;
	}
	return err;
}
