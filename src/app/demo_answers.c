/*
 * demo_answers.c: what the demo municipality's staff have ready: answer
 * templates, and the lines under their answers.
 */
#include "app/demo.h"

#include "base/str.h"
#include "signature/signature.h"
#include "template/template.h"
#include "topic/topic.h"

/* "1.11.-30.4." or "". */
static enum err read_season(struct arena *a, const char *text,
			    struct template *t)
{
	const char *dash = strchr(text, '-');
	enum err err;

	if (!dash)
		return OK;
	err = season_parse(arena_strndup(a, text, (size_t)(dash - text)),
			   &t->season_from);
	return err ? err : season_parse(dash + 1, &t->season_to);
}

static enum err make_template(struct db *db, struct arena *a, const json_t *row)
{
	const char *code = demo_text(row, "topic");
	struct template t = {
		.title = demo_text(row, "title"),
		.text = demo_text(row, "text"),
		.active = true,
	};
	struct topic topic = {0};
	int64_t id;
	enum err err = OK;

	if (!lang_parse(demo_text(row, "lang"), &t.lang))
		return ERR_INTERNAL;
	if (*code)
		err = topic_by_code(db, a, code, &topic);
	t.topic_id = topic.id;
	if (!err)
		err = read_season(a, demo_text(row, "season"), &t);
	return err ? err : template_save(db, a, &t, &id);
}

/* The unit and the municipality, in each language. */
static enum err sign_unit(struct db *db, struct arena *a,
			  const struct demo_data *data, const json_t *row,
			  int64_t id)
{
	const json_t *town = json_object_get(data->town, "name");
	struct signature s;

	for (int l = 0; l < LANG__COUNT; l++)
		s.text[l] =
			arena_printf(a, "%s\n%s", demo_text(row, lang_codes[l]),
				     demo_text(town, lang_codes[l]));
	return signature_save(db, SIGNER_UNIT, id, &s);
}

static enum err sign_units(struct db *db, struct arena *a,
			   const struct demo_data *data,
			   const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "units");
	enum err err = OK;

	for (size_t i = 0; i < town->unit_count && !err; i++)
		err = sign_unit(db, a, data, json_array_get(list, i),
				town->units[i].id);
	return err;
}

static enum err sign_people(struct db *db, const struct demo_town *town)
{
	enum err err = OK;

	for (size_t i = 0; i < town->staff_count && !err; i++) {
		const struct session *s = &town->staff[i].session;

		err = signature_save(
			db, SIGNER_STAFF, s->staff_id,
			&(struct signature){{s->name, s->name, s->name}});
	}
	return err;
}

enum err demo_answers_make(struct db *db, struct arena *a,
			   const struct demo_data *data,
			   const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "templates");
	json_t *row;
	size_t i;
	enum err err = sign_units(db, a, data, town);

	if (!err)
		err = sign_people(db, town);
	json_array_foreach(list, i, row)
	{
		if (!err)
			err = make_template(db, a, row);
	}
	return err;
}
