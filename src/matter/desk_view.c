/*
 * desk_view.c: gathers what the staff page of one matter shows.
 */
#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/due.h"
#include "html/out.h"
#include "matter/desk.h"
#include "matter/labels.h"
#include "staff/staff.h"
#include "topic/topic.h"
#include "unit/unit.h"

#include <inttypes.h>

enum word desk_lang_word(enum lang lang)
{
	static const enum word words[LANG__COUNT] = {
		[LANG_FI] = W_desk_lang_fi,
		[LANG_SV] = W_desk_lang_sv,
		[LANG_EN] = W_desk_lang_en,
	};

	return words[lang];
}

static enum word who_word(const char *author)
{
	if (str_same(author, "resident"))
		return W_desk_who_resident;
	return str_same(author, "staff") ? W_desk_who_staff : W_desk_who_system;
}

enum err desk_entries(struct request *req, const struct matter *m,
		      const struct desk_entry **ret_list, size_t *ret_count)
{
	struct desk_entry *out;
	struct entry *list;
	size_t n;
	enum err err;

	err = entry_list(req->db, req->arena, m->id, 1, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_entry){
			.kind = label_entry(list[i].kind),
			.who = str_empty(list[i].staff_name)
				       ? NULL
				       : list[i].staff_name,
			.who_word = who_word(list[i].author),
			.text = list[i].text,
			.at_us = id_time_us(list[i].id),
			.internal = str_same(list[i].visibility, "internal"),
			.resident = str_same(list[i].author, "resident"),
			.hidden = !str_empty(list[i].hidden_why),
		};
	*ret_list = out;
	*ret_count = n;
	return OK;
}

static enum err add_events(struct request *req, int64_t id, struct desk_show *v)
{
	struct desk_event *out;
	struct event *list;
	size_t n;
	enum err err;

	err = event_list(req->db, req->arena, id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_event){
			.kind = label_event(list[i].kind),
			.who = str_empty(list[i].staff_name)
				       ? NULL
				       : list[i].staff_name,
			.who_word = who_word(list[i].actor),
			.at_us = id_time_us(list[i].id),
		};
	v->events = out;
	v->event_count = n;
	return OK;
}

static enum err add_files(struct request *req, int64_t id, struct desk_show *v)
{
	struct attachment *list;
	struct desk_file *out;
	size_t n;
	enum err err;

	err = attach_list(req->db, req->arena, id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_file){
			.name = list[i].name,
			.bytes = list[i].bytes,
			.href = arena_printf(req->arena,
					     "/staff/files/%" PRId64,
					     list[i].id),
		};
	v->files = out;
	v->file_count = n;
	return OK;
}

static enum err add_mails(struct request *req, int64_t id, struct desk_show *v)
{
	struct desk_mail *out;
	struct mail *list;
	size_t n;
	enum err err;

	err = mail_of_matter(req->db, req->arena, id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_mail){
			.delivery = label_delivery(list[i].delivery),
			.to = list[i].to,
			.subject = list[i].subject,
			.detail = list[i].detail,
			.at_us = list[i].sent_at ? list[i].sent_at
						 : id_time_us(list[i].id),
			.bounced = str_same(list[i].delivery, "bounced"),
		};
	v->mails = out;
	v->mail_count = n;
	return OK;
}

static enum err add_dues(struct request *req, int64_t id, struct desk_show *v)
{
	struct desk_due *out;
	struct due *list;
	size_t n;
	enum err err;

	err = due_list(req->db, req->arena, id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		int64_t at = list[i].met_at ? list[i].met_at : clock_now_us();

		out[i] = (struct desk_due){
			.what = str_same(list[i].what, "answer")
					? W_desk_due_answer
					: W_desk_due_reaction,
			.at_us = list[i].due_at,
			.met_us = list[i].met_at,
			.late = at > list[i].due_at,
		};
	}
	v->dues = out;
	v->due_count = n;
	return OK;
}

static const char *const with_answer_names[] = {
	"answered", "done",        "wont_do", "not_found",
	"not_ours", "to_registry", NULL,
};
static const char *const without_answer_names[] = {
	"done",      "answered", "wont_do", "not_ours", "to_registry",
	"not_found", "improper", "spam",    NULL,
};

static enum outcome outcome_of(const char *name)
{
	for (int i = OUTCOME_NONE + 1; i < OUTCOME__COUNT; i++)
		if (str_same(outcome_names[i], name))
			return (enum outcome)i;
	return OUTCOME_NONE;
}

enum outcome desk_outcome_parse(const char *name, bool with_answer)
{
	const char *const *list =
		with_answer ? with_answer_names : without_answer_names;

	for (; *list; list++)
		if (str_same(*list, name))
			return outcome_of(name);
	return OUTCOME_NONE;
}

bool desk_outcome_needs_reason(enum outcome o)
{
	return o == OUTCOME_WONT_DO || o == OUTCOME_NOT_OURS ||
	       o == OUTCOME_TO_REGISTRY || o == OUTCOME_IMPROPER;
}

const struct desk_option *desk_outcomes(struct request *req, bool with_answer,
					const char *chosen, size_t *ret_count)
{
	const char *const *list =
		with_answer ? with_answer_names : without_answer_names;
	struct desk_option *out =
		arena_array(req->arena, OUTCOME__COUNT, sizeof(*out));
	size_t n = 0;

	for (; *list; list++)
		out[n++] = (struct desk_option){
			.value = *list,
			.label = word(req->lang,
				      label_outcome(outcome_of(*list))),
			.chosen = str_same(*list, chosen),
		};
	*ret_count = n;
	return out;
}

/*
 * One list of where a matter can go: triage, the units, the people. Values:
 * "t", "u<unit>", "p<person>".
 */
static enum err add_targets(struct request *req, const struct matter *m,
			    struct desk_show *v)
{
	struct arena *a = req->arena;
	struct desk_option *out;
	struct staff *people;
	struct unit *units;
	size_t un, pn, n = 0;
	enum err err;

	err = unit_list(req->db, a, &units, &un);
	if (!err)
		err = staff_list(req->db, a, &people, &pn);
	if (err)
		return err;
	out = arena_array(a, un + pn + 1, sizeof(*out));
	out[n++] = (struct desk_option){"t", word(req->lang, W_desk_to_triage),
					!m->unit_id};
	for (size_t i = 0; i < un; i++)
		if (units[i].active)
			out[n++] = (struct desk_option){
				arena_printf(a, "u%" PRId64, units[i].id),
				units[i].name[req->lang],
				m->unit_id == units[i].id && !m->handler_id};
	for (size_t i = 0; i < pn; i++)
		if (people[i].active && people[i].unit_id)
			out[n++] = (struct desk_option){
				arena_printf(a, "p%" PRId64, people[i].id),
				people[i].name, m->handler_id == people[i].id};
	for (size_t i = 0; i < un; i++)
		if (units[i].id == m->unit_id)
			v->unit = units[i].name[req->lang];
	for (size_t i = 0; i < pn; i++)
		if (people[i].id == m->handler_id)
			v->handler = people[i].name;
	v->targets = out;
	v->target_count = n;
	return OK;
}

static enum err add_topics(struct request *req, const struct matter *m,
			   struct desk_show *v)
{
	struct desk_option *out;
	struct topic *list;
	size_t count, n = 0;
	enum err err;

	err = topic_list(req->db, req->arena, false, &list, &count);
	if (err)
		return err;
	out = arena_array(req->arena, count, sizeof(*out));
	for (size_t i = 0; i < count; i++) {
		bool here = list[i].id == m->topic_id;

		if (here) {
			v->topic = list[i].name[req->lang];
			v->confidential = list[i].confidential;
		}
		if (here || list[i].active)
			out[n++] = (struct desk_option){
				arena_printf(req->arena, "%" PRId64,
					     list[i].id),
				list[i].name[req->lang], here};
	}
	v->topics = out;
	v->topic_count = n;
	return OK;
}

static enum err add_publication(struct request *req, const struct matter *m,
				struct desk_show *v)
{
	bool may = staff_may(req->db, req->arena, req->session, PERM_PUBLISH,
			     m->unit_id);
	struct publication p;
	enum err err = publication_get(req->db, req->arena, m->id, &p);

	v->publication =
		m->may_publish ? W_publication_offered : W_publication_private;
	v->can_publish = may && m->may_publish && !v->confidential;
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	if (str_same(p.text_state, "public")) {
		v->publication = W_publication_public;
		v->can_hide = may;
		v->public_href = arena_printf(req->arena, "/%s/matters/%s",
					      lang_codes[req->lang], v->number);
	} else if (str_same(p.text_state, "hidden")) {
		v->publication = W_publication_hidden;
	}
	return OK;
}

static void add_rights(struct request *req, const struct matter *m,
		       struct desk_show *v)
{
	bool mine = m->handler_id == req->session->staff_id;
	bool handle = mine || staff_may(req->db, req->arena, req->session,
					PERM_HANDLE, m->unit_id);
	bool triage = (req->session->rights & PERM_TRIAGE) != 0;

	v->can_write = handle || triage;
	v->can_route = handle || triage;
	v->can_take = m->is_open && handle &&
		      !(mine && m->handling == HANDLING_IN_WORK);
}

static void add_facts(struct request *req, const struct matter *m,
		      struct desk_show *v)
{
	v->number = matter_number(req->arena, m);
	v->base = desk_base(req, m);
	v->title = str_empty(m->title) ? utf8_clip(req->arena, m->text, 60)
				       : m->title;
	v->text = m->text;
	v->place = m->place;
	v->nickname = m->nickname;
	v->lang = lang_codes[m->lang];
	v->lang_word = desk_lang_word(m->lang);
	if (m->has_point)
		v->map_href =
			arena_printf(req->arena, "%.5f, %.5f", m->lat, m->lon);
	v->type = label_type(m->type);
	v->has_type = !str_empty(m->type);
	v->state = label_handling(m->handling);
	v->tone = label_tone(m->handling);
	v->outcome = label_outcome(m->outcome);
	v->has_outcome = m->outcome != OUTCOME_NONE;
	v->outcome_note = m->outcome_note;
	v->verdict_note = m->verdict_note;
	v->wants_reply = m->wants_reply;
	v->may_publish = m->may_publish;
	v->is_open = m->is_open;
	v->unsatisfied = str_same(m->verdict, "unsatisfied") ||
			 str_same(m->verdict, "reopen_requested");
	v->received_us = m->received_at;
	v->version = m->version;
}

static enum err add_lists(struct request *req, const struct matter *m,
			  struct desk_show *v)
{
	enum err err = matter_party(req->db, req->arena, m->id, &v->party);

	if (err && err != ERR_NOT_FOUND)
		return err;
	v->has_party = !err;
	err = desk_entries(req, m, &v->entries, &v->entry_count);
	if (!err)
		err = add_events(req, m->id, v);
	if (!err)
		err = add_files(req, m->id, v);
	if (!err)
		err = add_mails(req, m->id, v);
	if (!err)
		err = add_dues(req, m->id, v);
	if (!err)
		err = add_targets(req, m, v);
	if (!err)
		err = add_topics(req, m, v);
	return err;
}

enum err desk_show_make(struct request *req, const struct matter *m,
			const struct desk_message *msg,
			struct desk_show *ret_view)
{
	struct desk_show v = {.has_done = msg->has_done,
			      .done = msg->done,
			      .has_error = msg->has_error,
			      .error = msg->error};
	enum err err;

	add_facts(req, m, &v);
	err = desk_nav(req, -1, &v.nav);
	if (!err)
		err = add_lists(req, m, &v);
	if (!err)
		err = add_publication(req, m, &v);
	if (err)
		return err;
	add_rights(req, m, &v);
	v.outcomes = desk_outcomes(req, false, req_field(req, "outcome"),
				   &v.outcome_count);
	v.note_text = req_field(req, "text");
	v.route_note = req_field(req, "note");
	v.close_reason = req_field(req, "reason");
	*ret_view = v;
	return OK;
}
