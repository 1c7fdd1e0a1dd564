/*
 * demo_notices.c: what the demo municipality tells everybody.
 */
#include "app/demo.h"

#include "base/clock.h"
#include "base/str.h"
#include "notice/notice.h"
#include "topic/topic.h"

static enum err make(struct db *db, struct arena *a, const json_t *row,
		     const struct session *by)
{
	const int64_t today = date_to_days(date_of(clock_now_us()));
	const json_int_t days =
		json_integer_value(json_object_get(row, "days"));
	struct public_notice n = {
		.kind = notice_kind_parse(demo_text(row, "kind")),
		.words = demo_text(row, "words"),
		.starts_at = date_start_us(date_from_days(today)),
		.ends_at = days ? date_end_us(date_from_days(today + days))
				: NOTICE_OPEN,
		.review_at = date_start_us(date_from_days(today + 180)),
		.state = NOTICE_PUBLISHED,
		.staff_id = by->staff_id,
		.unit_id = by->unit_id,
	};
	struct topic topic;
	int64_t id;
	enum err err = topic_by_code(db, a, demo_text(row, "topic"), &topic);

	if (err)
		return err;
	n.topic_id = topic.id;
	for (int l = 0; l < LANG__COUNT; l++) {
		const json_t *words = json_object_get(row, lang_codes[l]);

		n.title[l] = json_string_value(json_array_get(words, 0));
		n.text[l] = json_string_value(json_array_get(words, 1));
	}
	return notice_save(db, a, &n, &id);
}

enum err demo_notices_make(struct db *db, struct arena *a,
			   const struct demo_data *data,
			   const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "notices");
	json_t *row;
	size_t i;
	enum err err = OK;

	json_array_foreach(list, i, row)
	{
		if (!err)
			err = make(db, a, row, &town->staff[0].session);
	}
	return err;
}
