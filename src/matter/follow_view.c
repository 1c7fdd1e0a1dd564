/*
 * follow_view.c: a matter in the words of the one who sent it. The axes are
 * the city's; here they become one plain sentence.
 */
#include "matter/follow_view.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "due/due.h"
#include "entry/entry.h"
#include "html/page.h"
#include "matter/ask.h"
#include "matter/callback.h"
#include "matter/hold.h"
#include "matter/labels.h"
#include "matter/names.h"
#include "matter/outgoing.h"
#include "matter/passing.h"
#include "matter/photo_view.h"
#include "matter/rules.h"
#include "matter/verdict.h"
#include "question/question_ask.h"
#include "signature/signature.h"
#include "tenant/form.h"

#include <inttypes.h>

/* ---- the state in plain words ---- */

static const enum word state_words[HANDLING__COUNT] = {
	[HANDLING_RECEIVED] = W_follow_state_triage,
	[HANDLING_TRIAGE] = W_follow_state_triage,
	[HANDLING_ASSIGNED] = W_follow_state_assigned,
	[HANDLING_IN_WORK] = W_follow_state_in_work,
	[HANDLING_WAITING_RESIDENT] = W_follow_state_waiting_resident,
	[HANDLING_WAITING_EXTERNAL] = W_follow_state_waiting_external,
	[HANDLING_PLANNED] = W_follow_state_planned,
	[HANDLING_ANSWERED] = W_follow_state_answered,
	[HANDLING_CLOSED] = W_follow_state_closed,
};

static const enum word outcome_words[OUTCOME__COUNT] = {
	[OUTCOME_NONE] = W_follow_state_closed,
	[OUTCOME_DONE] = W_follow_outcome_done,
	[OUTCOME_ANSWERED] = W_follow_state_answered,
	[OUTCOME_WONT_DO] = W_follow_outcome_wont_do,
	[OUTCOME_NOT_OURS] = W_follow_outcome_not_ours,
	[OUTCOME_TO_REGISTRY] = W_follow_outcome_to_registry,
	[OUTCOME_IMPROPER] = W_follow_outcome_ended,
	[OUTCOME_SPAM] = W_follow_outcome_ended,
	[OUTCOME_WITHDRAWN] = W_follow_outcome_withdrawn,
	[OUTCOME_NOT_FOUND] = W_follow_outcome_not_found,
};

static enum word state_of(const struct matter *m)
{
	if (m->outcome == OUTCOME_WITHDRAWN)
		return m->is_open ? W_follow_state_withdrawn_fault
				  : W_follow_outcome_withdrawn;
	if (m->is_open && str_same(m->verdict, "reopen_requested"))
		return W_follow_state_again;
	if (m->handling == HANDLING_CLOSED && !m->answered_at &&
	    m->outcome == OUTCOME_DONE)
		return W_follow_state_closed;
	if (!m->is_open)
		return outcome_words[m->outcome];
	return state_words[m->handling];
}

/* The reason is for the resident where it belongs to an answer. */
static bool reason_is_theirs(enum outcome o)
{
	return o == OUTCOME_WONT_DO || o == OUTCOME_NOT_OURS ||
	       o == OUTCOME_TO_REGISTRY;
}

static void add_state(struct request *req, const struct matter *m,
		      struct follow_view *v)
{
	const char *unit =
		str_empty(v->unit) ? req->brand->name[req->lang] : v->unit;

	v->state = word_fill(req->arena, req->lang, state_of(m),
			     WORDS(WORD_TEXT("unit", unit)));
	v->tone = label_tone(m->handling);
	v->badge = label_handling(m->handling);
	if (m->outcome == OUTCOME_WITHDRAWN) {
		v->tone = "closed";
		v->badge = W_outcome_withdrawn;
	}
	if (reason_is_theirs(m->outcome))
		v->reason = m->outcome_note;
}

/* Not ours: who has it, and how they are reached, stands instead of a reason. */
static enum err add_body(struct request *req, const struct matter *m,
			 struct follow_view *v)
{
	struct passing p;
	enum err err;

	if (m->outcome != OUTCOME_NOT_OURS)
		return OK;
	err = passing_of(req->db, req->arena, m->id, &p);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	v->reason = NULL;
	if (p.how == PASS_TOLD) /* it was not passed on */
		v->state = word(req->lang, W_pass_follow_state);
	v->body = (struct follow_body){
		.name = unit_name(&p.body, req->lang),
		.phone = p.body.phone,
		.hours = p.body.hours,
		.mail = p.body.mail,
		.web = p.body.web,
		.title = p.how == PASS_TOLD ? W_pass_follow_told
					    : W_pass_follow_passed,
	};
	return OK;
}

/* The answer counts; before it, that somebody reads the message. */
static enum err add_promise(struct request *req, const struct matter *m,
			    const struct outgoing *held, struct follow_view *v)
{
	struct due *dues;
	size_t n;
	enum err err;

	err = due_list(req->db, req->arena, m->id, &dues, &n);
	if (!err && held)
		err = outgoing_dues(req->db, req->arena, m->id, dues, &n);
	if (err || !m->is_open || m->outcome == OUTCOME_WITHDRAWN)
		return err;
	for (size_t i = 0; i < n; i++) {
		bool is_answer = !str_same(dues[i].what, "reaction");

		if (!due_runs(&dues[i]) || (v->promised_us && !is_answer))
			continue;
		v->promised_us = dues[i].due_at;
		v->promise = is_answer ? W_follow_promise_answer
				       : W_follow_promise_read;
	}
	v->late = v->promised_us && v->promised_us < clock_now_us();
	return OK;
}

/* ---- what was said ---- */

struct thread {
	struct entry *entries;
	size_t entry_count;
	struct attachment *files;
	size_t file_count;
	struct photo *photos;
	size_t photo_count;
};

static void add_picture(struct request *req, const struct thread *t, int64_t id,
			struct follow_file *to)
{
	const struct photo *p = photo_find(t->photos, t->photo_count, id);

	if (!p)
		return;
	to->is_photo = true;
	to->photo = photo_view_make(req, p,
				    arena_printf(req->arena,
						 "/follow/%s/photos/%" PRId64,
						 req->param[0], id),
				    NULL, (size_t)(p - t->photos) + 1);
}

/* What the city sent can be saved from here; of what the sender sent there are
 * pictures, or the name. */
static const struct follow_file *files_of(struct request *req,
					  const struct thread *t,
					  int64_t entry_id, bool ours,
					  size_t *ret_count)
{
	struct follow_file *list =
		arena_array(req->arena, t->file_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < t->file_count; i++) {
		const struct attachment *f = &t->files[i];

		if (f->entry_id != entry_id)
			continue;
		list[count] = (struct follow_file){
			.name = f->name,
			.bytes = f->bytes,
		};
		add_picture(req, t, f->id, &list[count]);
		if (ours)
			list[count].href = arena_printf(
				req->arena, "/follow/%s/files/%" PRId64,
				req->param[0], f->id);
		count++;
	}
	*ret_count = count;
	return list;
}

static enum word what_was_said(const struct entry *e)
{
	if (str_same(e->kind, "call_reached"))
		return W_follow_call_reached;
	if (str_same(e->kind, "call_wrong_number"))
		return W_follow_call_wrong;
	if (str_starts(e->kind, "call_"))
		return W_follow_call_missed;
	if (str_same(e->kind, "verdict"))
		return W_follow_said_unsatisfied;
	if (str_same(e->kind, "addition"))
		return W_follow_said_addition;
	if (str_same(e->kind, "interim_reply"))
		return W_follow_said_interim;
	if (str_same(e->kind, "decision"))
		return W_follow_said_decision;
	if (str_same(e->kind, "question"))
		return W_follow_said_question;
	if (str_same(e->kind, "ask_reply"))
		return W_follow_said_ask_reply;
	return W_follow_said_answer;
}

static enum word follow_told_word(enum told_how how)
{
	static const enum word words[TOLD__COUNT] = {
		[TOLD_SENT] = W_told_sent,
		[TOLD_PHONE] = W_follow_told_phone,
		[TOLD_LETTER] = W_follow_told_letter,
		[TOLD_DESK] = W_follow_told_desk,
	};

	return words[how];
}

static struct follow_entry
entry_view(struct request *req, const struct entry *e, const struct thread *t)
{
	const enum told_how how = told_parse(e->told);
	struct follow_entry v = {
		.at_us = e->told_at ? e->told_at : id_time_us(e->id),
		.resident = str_same(e->author, "resident"),
		.what = what_was_said(e),
		.text = signature_under(req->arena, e->text, e->signature),
		.is_told = how != TOLD_SENT,
		.told = follow_told_word(how),
	};

	v.who = v.resident ? W_follow_you : W_follow_we;
	v.files = files_of(req, t, e->id, !v.resident, &v.file_count);
	return v;
}

/* The newest word, when it is an answer, stands above the thread. */
static bool lift_answer(const struct entry *e, const struct follow_entry *as,
			struct follow_view *v)
{
	if (!str_same(e->kind, "answer"))
		return false;
	v->answer = as->text;
	v->answered_us = as->at_us;
	v->answer_told = as->is_told;
	v->answer_told_how = as->told;
	v->answer_files = as->files;
	v->answer_file_count = as->file_count;
	return true;
}

static enum err add_thread(struct request *req, const struct matter *m,
			   const struct outgoing *held, struct follow_view *v)
{
	struct follow_entry *list;
	struct thread t;
	enum err err;

	err = attach_list(req->db, req->arena, m->id, &t.files, &t.file_count);
	if (!err)
		err = photo_list(req->db, req->arena, m->id, &t.photos,
				 &t.photo_count);
	if (!err)
		err = entry_list(req->db, req->arena, m->id, 0, &t.entries,
				 &t.entry_count);
	if (err)
		return err;
	v->files = files_of(req, &t, 0, false, &v->file_count);
	v->help = help_first(req->arena, m);
	while (held && t.entry_count &&
	       t.entries[t.entry_count - 1].id >= held->entry_id)
		t.entry_count--; /* nothing the sender sees came after it */
	list = arena_array(req->arena, t.entry_count, sizeof(*list));
	for (size_t i = 0; i < t.entry_count; i++) {
		const struct entry *e = &t.entries[i];
		struct follow_entry as;

		if (!str_empty(e->hidden_why))
			continue;
		if (str_same(e->author, "resident"))
			help_add(req->arena, &v->help, e->text);
		as = entry_view(req, e, &t);
		if (i + 1 == t.entry_count && lift_answer(e, &as, v))
			continue;
		list[v->entry_count] = as;
		list[v->entry_count++].lang = v->text_lang;
	}
	v->entries = list;
	return OK;
}

static enum err add_call(struct request *req, const struct matter *m,
			 struct follow_view *v)
{
	static const enum word words[CALL_PART__COUNT] = {
		[CALL_ANY] = W_follow_call_any,
		[CALL_MORNING] = W_follow_call_morning,
		[CALL_AFTERNOON] = W_follow_call_afternoon,
	};
	struct callback call;
	enum err err;

	if (!m->is_open || !str_same(m->kind, "callback"))
		return OK;
	err = callback_get(req->db, req->arena, m->id, &call);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	v->has_call = true;
	v->call = call_words(req->arena, req->lang, words, call.part,
			     call_promised(&call));
	v->call_us = call.from_at;
	return OK;
}

static enum err add_asks(struct request *req, const struct matter *m,
			 struct follow_view *v)
{
	struct follow_ask *to;
	struct ask *list;
	size_t n;
	enum err err;

	err = ask_list(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		if (list[i].whom == ASK_RESIDENT && ask_waits(&list[i], m))
			to[v->ask_count++] = (struct follow_ask){
				.href = arena_printf(req->arena,
						     "/follow/%s/ask/%" PRId64
						     "?lang=%s",
						     req->param[0], list[i].id,
						     lang_codes[req->lang]),
				.text = list[i].text,
				.until_us = list[i].expires_at - 1,
			};
	v->asks = to;
	return OK;
}

/* ---- what can be done ---- */

static enum err add_publication(struct request *req, const struct matter *m,
				struct follow_view *v)
{
	struct publication p;
	enum err err;

	v->may_publish = m->may_publish;
	v->may_consent = m->outcome != OUTCOME_WITHDRAWN &&
			 !matter_confidential(req->db, req->arena, m);
	err = publication_get(req->db, req->arena, m->id, &p);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (str_same(p.text_state, "public"))
		v->public_url = arena_printf(req->arena, "/%s/matters/%s",
					     lang_codes[req->lang], v->number);
	return OK;
}

/* Why it helped, or did not. */
static struct choice reasons(struct request *req, bool satisfied,
			     const char *chosen)
{
	struct option *list = arena_array(req->arena, 10, sizeof(*list));
	struct choice c = {
		.name = "reason",
		.label = word(req->lang,
			      satisfied ? W_follow_why_good : W_follow_why_not),
		.plain = true,
		.options = list,
		.empty = word(req->lang, W_common_choose),
	};

	for (const struct verdict_reason *r = verdict_reasons; r->name; r++)
		if (r->satisfied == satisfied)
			list[c.option_count++] = (struct option){
				.value = r->name,
				.label = word(req->lang, r->word),
				.selected = str_same(r->name, chosen),
			};
	return c;
}

static void add_forms(struct request *req, const struct matter *m,
		      const struct follow_typed *t, struct follow_view *v)
{
	enum lang l = req->lang;

	v->text_field = (struct field){
		.name = "text",
		.label = word(l, W_follow_reply_text),
		.value = t->text,
		.error = t->text_error,
		.plain = true,
		.rows = 5,
	};
	v->photo = typed_photo(req, t->files, W_give_photo, W_give_photo_hint);
	v->why_not = reasons(req, false, t->reason ? t->reason : "");
	v->why_good = reasons(req, true, "");
	v->why = (struct field){
		.name = "why",
		.label = word(l, W_follow_why),
		.hint = word(l, W_follow_why_hint),
		.value = t->why,
		.error = t->why_error,
		.plain = true,
		.rows = 4,
	};
	v->confirm = (struct field){
		.name = "confirm",
		.label = word(l, W_follow_withdraw_confirm),
		.error = t->confirm_error,
		.plain = true,
	};
	v->open_reply = v->text_field.error || v->photo.field.error;
	v->open_why = v->why.error != NULL;
	v->open_withdraw = v->confirm.error != NULL;
	v->is_fault = str_same(m->type, "fault");
}

static void add_errors(struct request *req, struct follow_view *v)
{
	struct error_summary *s = &v->errors;

	error_add(req, s, "text", v->text_field.error);
	error_add(req, s, "photo", v->photo.field.error);
	error_add(req, s, "why", v->why.error);
	error_add(req, s, "confirm", v->confirm.error);
}

static bool has_result(const struct matter *m)
{
	return !m->is_open && m->outcome != OUTCOME_WITHDRAWN &&
	       m->outcome != OUTCOME_SPAM;
}

static const char *address(struct request *req, const struct matter *m,
			   const char *act)
{
	if (req->lang == m->lang)
		return arena_printf(req->arena, "/follow/%s/%s", req->param[0],
				    act);
	return arena_printf(req->arena, "/follow/%s/%s?lang=%s", req->param[0],
			    act, lang_codes[req->lang]);
}

enum err follow_view_make(struct request *req, const struct matter *m,
			  const struct follow_typed *typed,
			  struct follow_view *ret_view)
{
	struct follow_view v = {
		.reply_to = address(req, m, "reply"),
		.verdict_to = address(req, m, "verdict"),
		.consent_to = address(req, m, "consent"),
		.withdraw_to = address(req, m, "withdraw"),
		.number = matter_number(req->arena, m),
		.title = m->title,
		.text = m->text,
		.text_lang = lang_codes[m->lang],
		.place = m->place,
		.received_us = m->received_at,
		.ask_verdict = has_result(m) && str_same(m->verdict, "none"),
		.is_satisfied = str_same(m->verdict, "satisfied"),
		.may_withdraw = m->is_open && m->outcome != OUTCOME_WITHDRAWN,
	};
	struct verdict last;
	struct hold hold;
	const struct names *names;
	enum err err;

	err = names_get(req->db, &names);
	if (err)
		return err;
	v.unit = names_unit(names, m->unit_id, req->lang);
	add_state(req, m, &v);
	err = matter_held(req->db, req->arena, m->id, &hold);
	if (err)
		return err;
	v.may_withdraw &= !hold.held;
	err = question_answers(req->db, req->arena, req->lang, m->lang, m->id,
			       &v.answers);
	if (!err)
		err = add_promise(req, m, typed->held, &v);
	if (!err)
		err = add_body(req, m, &v);
	if (!err)
		err = add_thread(req, m, typed->held, &v);
	if (!err)
		err = add_asks(req, m, &v);
	if (!err && v.is_satisfied)
		err = verdict_last(req->db, req->arena, m->id, &last);
	v.ask_why_good = v.is_satisfied && !err && str_empty(last.reason);
	if (!err)
		err = add_call(req, m, &v);
	if (!err)
		err = add_publication(req, m, &v);
	if (err)
		return err;
	add_forms(req, m, typed, &v);
	add_errors(req, &v);
	*ret_view = v;
	return OK;
}
