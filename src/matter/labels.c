/*
 * labels.c: one table per axis, so that a value and its word stand together.
 */
#include "matter/labels.h"

#include "base/str.h"
#include "matter/rules.h"

struct label {
	const char *value;
	enum word word;
};

static const enum word handling_words[HANDLING__COUNT] = {
	[HANDLING_RECEIVED] = W_handling_received,
	[HANDLING_TRIAGE] = W_handling_triage,
	[HANDLING_ASSIGNED] = W_handling_assigned,
	[HANDLING_IN_WORK] = W_handling_in_work,
	[HANDLING_WAITING_RESIDENT] = W_handling_waiting_resident,
	[HANDLING_WAITING_EXTERNAL] = W_handling_waiting_external,
	[HANDLING_PLANNED] = W_handling_planned,
	[HANDLING_ANSWERED] = W_handling_answered,
	[HANDLING_CLOSED] = W_handling_closed,
};

static const char *const handling_tones[HANDLING__COUNT] = {
	[HANDLING_RECEIVED] = "new",
	[HANDLING_TRIAGE] = "new",
	[HANDLING_ASSIGNED] = "work",
	[HANDLING_IN_WORK] = "work",
	[HANDLING_WAITING_RESIDENT] = "wait",
	[HANDLING_WAITING_EXTERNAL] = "wait",
	[HANDLING_PLANNED] = "wait",
	[HANDLING_ANSWERED] = "done",
	[HANDLING_CLOSED] = "closed",
};

static const enum word outcome_words[OUTCOME__COUNT] = {
	[OUTCOME_NONE] = W_outcome_none,
	[OUTCOME_DONE] = W_outcome_done,
	[OUTCOME_ANSWERED] = W_outcome_answered,
	[OUTCOME_WONT_DO] = W_outcome_wont_do,
	[OUTCOME_NOT_OURS] = W_outcome_not_ours,
	[OUTCOME_TO_REGISTRY] = W_outcome_to_registry,
	[OUTCOME_IMPROPER] = W_outcome_improper,
	[OUTCOME_SPAM] = W_outcome_spam,
	[OUTCOME_WITHDRAWN] = W_outcome_withdrawn,
	[OUTCOME_NOT_FOUND] = W_outcome_not_found,
};

const char *const type_names[] = {
	"fault", "question", "proposal", "thanks", "criticism", NULL,
};

static const struct label types[] = {
	{"thanks", W_type_thanks},     {"criticism", W_type_criticism},
	{"question", W_type_question}, {"proposal", W_type_proposal},
	{"fault", W_type_fault},       {NULL, W_type_none},
};

static const struct label entries[] = {
	{"message", W_entry_message},
	{"addition", W_entry_addition},
	{"answer", W_entry_answer},
	{"interim_reply", W_entry_interim_reply},
	{"note", W_entry_note},
	{"handover", W_entry_handover},
	{"decision", W_entry_decision},
	{"verdict", W_entry_verdict},
	{"urgent", W_entry_urgent},
	{"view_asked", W_entry_view_asked},
	{"view", W_entry_view},
	{"part_asked", W_entry_part_asked},
	{"part", W_entry_part},
	{"question", W_entry_question},
	{"ask_reply", W_entry_ask_reply},
	{"ask_expired", W_entry_ask_expired},
	{"ask_revoked", W_entry_ask_revoked},
	{"contract", W_entry_contract},
	{"work_accepted", W_entry_work_accepted},
	{"work_done", W_entry_work_done},
	{"work_cannot", W_entry_work_cannot},
	{"call_reached", W_entry_call_reached},
	{"call_no_answer", W_entry_call_no_answer},
	{"call_busy", W_entry_call_busy},
	{"call_wrong_number", W_entry_call_wrong},
	{NULL, W_entry_message},
};

static const struct label events[] = {
	{"matter_created", W_event_matter_created},
	{"taken", W_event_taken},
	{"routed", W_event_routed},
	{"accepted", W_event_accepted},
	{"marked_confidential", W_event_marked_confidential},
	{"lifted_confidential", W_event_lifted_confidential},
	{"marked_urgent", W_event_marked_urgent},
	{"cleared_urgent", W_event_cleared_urgent},
	{"returned", W_event_returned},
	{"handover_reminded", W_event_handover_reminded},
	{"handover_expired", W_event_handover_expired},
	{"noted", W_event_noted},
	{"interim_sent", W_event_interim_sent},
	{"answered", W_event_answered},
	{"answer_undone", W_event_answer_undone},
	{"answer_left", W_event_answer_left},
	{"interim_undone", W_event_interim_undone},
	{"promise_undone", W_event_promise_undone},
	{"pass_undone", W_event_pass_undone},
	{"passed_on", W_event_passed_on},
	{"sent_elsewhere", W_event_sent_elsewhere},
	{"passed_opened", W_event_passed_opened},
	{"closed", W_event_closed},
	{"reopened", W_event_reopened},
	{"added", W_event_added},
	{"satisfied", W_event_satisfied},
	{"unsatisfied", W_event_unsatisfied},
	{"withdrawn", W_event_withdrawn},
	{"consent_given", W_event_consent_given},
	{"consent_withdrawn", W_event_consent_withdrawn},
	{"published", W_event_published},
	{"hidden", W_event_hidden},
	{"photo_covered", W_event_photo_covered},
	{"photo_uncovered", W_event_photo_uncovered},
	{"photo_published", W_event_photo_published},
	{"photo_hidden", W_event_photo_hidden},
	{"released", W_event_released},
	{"asked", W_event_asked},
	{"escalated", W_event_escalated},
	{"promised", W_event_promised},
	{"viewed", W_event_viewed},
	{"ask_answered", W_event_ask_answered},
	{"ask_expired", W_event_ask_expired},
	{"ask_revoked", W_event_ask_revoked},
	{"contracted", W_event_contracted},
	{"work_opened", W_event_work_opened},
	{"work_accepted", W_event_work_accepted},
	{"work_done", W_event_work_done},
	{"work_cannot", W_event_work_cannot},
	{"unit_mailed", W_event_unit_mailed},
	{"unit_opened", W_event_unit_opened},
	{"view_asked", W_event_view_asked},
	{"view_given", W_event_view_given},
	{"view_late", W_event_view_late},
	{"part_asked", W_event_part_asked},
	{"part_given", W_event_part_given},
	{"held", W_event_held},
	{"released_hold", W_event_released_hold},
	{"disclosed", W_event_disclosed},
	{"taken_up", W_event_taken_up},
	{"registered", W_event_registered},
	{"joined_group", W_event_joined_group},
	{"left_group", W_event_left_group},
	{"called", W_event_called},
	{"mail_held", W_event_mail_held},
	{"mail_accepted", W_event_mail_accepted},
	{"mail_dropped", W_event_mail_dropped},
	{"mail_bounced", W_event_mail_bounced},
	{NULL, W_event_other},
};

static const struct label dues[] = {
	{"reaction", W_desk_due_reaction},
	{"answer", W_desk_due_answer},
	{"promise", W_desk_due_promise},
	{NULL, W_desk_due},
};

static const struct label deliveries[] = {
	{"queued", W_delivery_queued},
	{"sent", W_delivery_sent},
	{"bounced", W_delivery_bounced},
	{"acknowledged", W_delivery_acknowledged},
	{NULL, W_delivery_queued},
};

static const struct label channels[] = {
	{"web", W_channel_web},     {"phone", W_channel_phone},
	{"desk", W_channel_desk},   {"letter", W_channel_letter},
	{"mail", W_channel_mail},   {"field", W_channel_field},
	{"form", W_channel_form},   {"social", W_channel_social},
	{"event", W_channel_event}, {NULL, W_channel_other},
};

static enum word find(const struct label *l, const char *value)
{
	while (l->value && !str_same(l->value, value))
		l++;
	return l->word;
}

enum word label_handling(enum handling h)
{
	return handling_words[h];
}

enum word label_state(const char *handling)
{
	return label_handling(handling_parse(handling));
}

const char *label_tone(enum handling h)
{
	return handling_tones[h];
}

enum word label_outcome(enum outcome o)
{
	return outcome_words[o];
}

enum word label_type(const char *type)
{
	return find(types, type);
}

enum word label_due(const char *what)
{
	return find(dues, what);
}

enum word label_entry(const char *kind)
{
	return find(entries, kind);
}

enum word label_event(const char *kind)
{
	return find(events, kind);
}

enum word label_delivery(const char *delivery)
{
	return find(deliveries, delivery);
}

enum word label_channel(const char *channel)
{
	return find(channels, channel);
}
