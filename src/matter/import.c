/*
 * import.c: see import.h.
 */
#include "matter/import.h"

#include "base/str.h"
#include "due/due.h"
#include "entry/entry.h"
#include "event/event.h"
#include "geo/cell.h"
#include "matter/facet.h"
#include "matter/matter_store.h"
#include "matter/rules.h"

static enum err import_due(struct db *db, const struct matter *m,
			   const char *what, int64_t due_at, int64_t met_at)
{
	enum err err;

	if (!due_at)
		return OK;
	err = due_set_at(db, m->id, what, due_at);
	if (!err && met_at)
		err = due_meet(db, m->id, what, met_at);
	return err;
}

static enum err import_answer(struct db *db, struct arena *a,
			      const struct matter_import *in,
			      const struct matter *m)
{
	int64_t entry_id;
	enum err err;

	if (str_empty(in->answer))
		return OK;
	err = entry_add(db,
			&(struct entry){
				.matter_id = m->id,
				.kind = "answer",
				.visibility = "parties",
				.author = "staff",
				.staff_id = in->staff_id,
				.text = in->answer,
			},
			&entry_id);
	if (err)
		return err;
	return event_add(db, a,
			 &(struct event){
				 .matter_id = m->id,
				 .kind = "answered",
				 .actor = "staff",
				 .staff_id = in->staff_id,
			 });
}

static enum err import_publication(struct db *db, struct arena *a,
				   const struct matter_import *in,
				   const struct matter *m)
{
	bool answered = !str_empty(in->answer);
	struct publication p = {
		.matter_id = m->id,
		.number_year = m->number_year,
		.number = m->number,
		.type = m->type,
		.topic_id = m->topic_id,
		.unit_id = m->unit_id,
		.lang = m->lang,
		.title = m->title,
		.text = m->text,
		.nickname = m->nickname,
		.place = m->place,
		.answer = in->answer,
		.answered_at = m->answered_at,
		.received_at = m->received_at,
		.published_at = m->closed_at ? m->closed_at : m->received_at,
		.updated_at = m->closed_at ? m->closed_at : m->received_at,
		.handling = handling_names[m->handling],
		.outcome = outcome_names[m->outcome],
		.text_state = "public",
		.answer_state = answered ? "public" : "private",
		.hidden_why = "",
		.version = 1,
		.cell = m->has_point
				? cell_of((struct geo_point){m->lon, m->lat})
				: 0,
	};
	enum err err;

	if (!in->publish)
		return OK;
	err = facet_areas(db, a, p.cell, &p.areas);
	return err ? err : store_publication_import(db, &p);
}

/* The job "remind" looks at what is open as soon as it runs. */
static void stand(const struct matter_import *in, struct matter *m)
{
	m->due_at = DUE_NONE;
	m->touched_at = m->received_at;
	m->told_at = m->received_at - 1;
	m->remind_at = m->is_open ? m->received_at : 0;
	if (!m->is_open)
		return;
	if (in->reaction_due_at && !m->reacted_at)
		m->due_at = in->reaction_due_at;
	if (in->answer_due_at && !m->answered_at &&
	    in->answer_due_at < m->due_at)
		m->due_at = in->answer_due_at;
}

enum err matter_import(struct db *db, struct arena *a,
		       const struct matter_import *in, int64_t *ret_id)
{
	const struct party *p = &in->party;
	struct matter m = in->m;
	enum err err;

	m.id = db_new_id(db);
	m.version = m.code_version = 1;
	number_take(db, &m);
	stand(in, &m);
	err = store_insert(db, &m);
	if (!err && (*p->name || *p->mail || *p->phone))
		err = store_party(db, a, m.id, p);
	if (!err)
		err = import_due(db, &m, "reaction", in->reaction_due_at,
				 m.reacted_at);
	if (!err)
		err = import_due(db, &m, "answer", in->answer_due_at,
				 m.answered_at);
	if (!err)
		err = event_add(db, a,
				&(struct event){.matter_id = m.id,
						.kind = "matter_created",
						.actor = "resident"});
	if (!err)
		err = import_answer(db, a, in, &m);
	if (!err)
		err = import_publication(db, a, in, &m);
	if (err)
		return err;
	*ret_id = m.id;
	return OK;
}

enum err matter_import_end(struct db *db, int64_t first_id, int64_t last_id)
{
	return store_publications_count(db, first_id, last_id);
}
