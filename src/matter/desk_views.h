/*
 * desk_views.h: what the staff pages of matters show, already decided.
 */
#ifndef MATTER_DESK_VIEWS_H
#define MATTER_DESK_VIEWS_H

#include "html/html_views.h"
#include "html/mail_frame.h"
#include "matter/follow_views.h"
#include "matter/matter.h"
#include "matter/photo_views.h"
#include "place/map_views.h"

/* What was sent and has not left: until then it can be taken back. */
struct desk_undo {
	const char *text;   /* what leaves when; NULL = nothing waits */
	const char *action; /* NULL = somebody else sent it */
	const char *from;
};

/* The head of every staff page about matters: queues and search. */
struct desk_nav {
	struct queue_tabs tabs;
	const char *query;
	struct desk_undo undo; /* of the matter before, or of this one */
};

/* Where a person stands: the version of the matter they see, the place in the
 * queue they came from and the next matter there. */
struct desk_place {
	int64_t version;         /* hidden in every form */
	const char *from;        /* this too: "unit.123", or "" */
	const char *back, *next; /* addresses, or NULL */
	enum word queue;
};

/* ---- queues and search ---- */

struct desk_row {
	const char *pick; /* "id.version", to act on many */
	const char *number, *href, *title, *excerpt;
	const char *unit, *topic, *handler;
	const char *here; /* others who have it open now, or "" */
	enum word type, state;
	const char *tone;
	int64_t received_us, due_us;
	enum word due_word;   /* late, due today, due soon, waiting */
	const char *due_tone; /* its colour; NULL: nothing to say */
	const char *age;
	bool has_type, late, unsatisfied, untitled, wants_interim, urgent;
	bool unaccepted, returned; /* see matter/handover.h */
	bool stands_in;            /* for the handler, who is away */
	const char *lang;          /* of the text; NULL = the page's */
	const char *same; /* a matter that may be about the same, or NULL */
};

/* A queue narrowed, and what is kept of that. */
struct desk_filter_kept {
	int64_t id;
	const char *name, *href;
	bool current;
};

struct desk_filter {
	const char *queue; /* NULL = this list cannot be narrowed */
	const char *text;  /* as in addresses */
	bool on;
	const char *summary; /* "vikailmoitus, Vain myöhässä olevat" */
	bool open;           /* the form is there: it was asked for */
	const char *open_href;
	int64_t kept_id; /* this one is kept; 0 = it is not */
	struct choice topic, unit, type, language;
	struct field late, name;
	const struct desk_filter_kept *kept;
	size_t kept_count;
};

/* Another unit asks this one's view. */
struct desk_view_row {
	const char *href, *number, *text, *who;
	int64_t due_us;
	bool late;
};

struct desk_queue {
	const struct desk_view_row *views;
	size_t view_count;
	struct desk_nav nav;
	struct desk_filter filter;
	struct notice done;
	enum word title;
	const char *summary; /* what stands here and in which order, or NULL */
	struct empty none;
	bool offers;  /* says what might join a group */
	bool sorting; /* all wait to be directed: nobody's yet, one state */
	const struct desk_row *rows;
	size_t row_count;
	const char *first, *next; /* addresses of pages, or NULL */
	bool has_spam;            /* leads to the list of spam */
	bool storms;              /* leads to where they begin and end */
	/* Acting on many: NULL = not here. */
	const char *pick_all;
	const char *from;
	bool all; /* every box is ticked */
};

/* A choice out of several lists. */
struct desk_group {
	const char *label;
	const struct option *options;
	size_t option_count;
};

/* Where matters can go: a list of lists. */
struct desk_targets {
	const struct desk_group *groups;
	size_t group_count;
	const char *error;
};

/* ---- one act on many matters (views of desk_batch_pages.c) ---- */

struct desk_batch_row {
	struct desk_row row;
	const char *pick;
	enum word language; /* of the message */
	/* what became of it */
	enum word result;
	const char *tone;
};

/* An answer, as the senders of one language will read it. */
struct desk_batch_look {
	const char *lang, *text;
	enum word language;
};

struct desk_batch {
	struct desk_nav nav;
	struct error_summary errors;
	const char *act, *from, *back; /* back: address of the queue, or NULL */
	const char *heading, *button;
	const struct desk_batch_row *rows;
	size_t row_count;
	size_t gone; /* chosen, and not to be seen any more */
	bool is_route, has_text, has_outcome;
	bool many_languages;
	struct desk_targets to;
	struct choice outcome;
	struct field text, reason;
	/* a last look: what was typed is hidden in the form */
	bool look;
	const char *outcome_chosen;
	const struct desk_batch_look *looks;
	size_t look_count;
	/* what became of them */
	bool is_done, may_undo;
	const char *summary;
};

/* ---- one matter ---- */

struct desk_link {
	const char *href, *text;
};

struct desk_entry {
	int64_t id;
	enum word kind;
	const char *who; /* a person's name, or NULL: who_word */
	enum word who_word;
	const char *text, *lang;
	int64_t at_us;
	bool internal, resident;
	bool is_note; /* its name says that it is internal */
	bool is_told; /* not sent: */
	enum word told;
	int64_t told_at_us;
	const char *told_by;
	const char *letter; /* where it can be printed, or NULL */
	const char *hidden_why;
	const char *folded; /* what a mail quoted, or NULL */
};

struct desk_event {
	enum word kind;
	const char *to;    /* where it was directed, how it ended, or NULL */
	const char *topic; /* the new one, or NULL */
	const char *who;
	enum word who_word;
	int64_t at_us;
};

struct desk_mail {
	struct badge delivery;
	const char *subject, *detail, *lang;
	int64_t at_us;
};

struct desk_due {
	enum word what;
	int64_t at_us, original_us; /* original 0: it never moved */
	bool met, late, stands, replaced;
};

/* Handed to a unit: accepted or not, and where it came from. */
struct desk_handover {
	bool waits, reminded, may_accept, may_return, open;
	int64_t due_us;          /* by when it is accepted or goes back */
	const char *returned_by; /* the unit that gave it back, or NULL */
	const char *back_to;     /* where a return leads */
	struct field reason;
};

/* What is kept of a form while it is written. */
struct desk_kept {
	int64_t saved_us; /* 0 = nothing yet */
};

/* What can be done now; a form that came back with an error is open. */
struct desk_acts {
	bool take, answer, route, pass, close, reopen, publish, hide;
	bool mark, lift;    /* confidential or not */
	bool mark_leaves;   /* whoever marks it sees it no more */
	bool urge, calm;    /* urgent, or not so any more */
	bool faq;           /* its answer may help others, too */
	bool publish_first; /* nothing is left but to publish it */
	bool route_first;   /* nobody's yet: the main thing is to direct it */
	bool must_answer;   /* closing without an answer hardly fits */
	bool open_route, open_note, open_close, open_reopen, open_hide,
		open_urgent;
	struct desk_targets to;
	struct desk_handover handover;
	struct choice topic, outcome;
	struct field route_note, note, reason, reopen_note, why, urgency;
	struct desk_kept note_kept;
	const struct desk_link *templates; /* an answer begun with one click */
	size_t template_count;
};

/* A mail from an address nobody knows: a person decides. */
struct desk_held {
	int64_t id, at_us;
	const char *from, *subject, *text, *folded;
};

/* Somebody asked to be called. */
struct desk_call {
	bool shown, may_end;
	int64_t day_us; /* 0 = as soon as possible */
	const char *part;
	int64_t failed; /* tries in a row */
	struct choice result;
	struct field note;
};

/* What was asked by a link, and how it stands. */
struct desk_asked {
	enum word what, state;
	const char *name, *who; /* name: of the contractor, or NULL */
	int64_t at_us, until_us;
	const char
		*revoke; /* where the link is ended; NULL = it waits no more */
};

/* The group it is in, or what it might be the same as. */
struct desk_same_offer {
	const char *number, *href, *title, *lang;
	int64_t at_us;
	bool in_group;
};
struct desk_same {
	const char *href;   /* of the group; NULL = in none */
	const char *answer; /* where all of it is answered, or NULL */
	const char *summary;
	bool may_join;
	const struct desk_same_offer *offers;
	size_t offer_count;
	struct field with;
};

/* The sender was not helped: what is decided? */
struct desk_decide {
	bool waits;
	struct field text;
};

struct desk_show {
	struct help_first help;
	struct desk_same same;
	struct desk_decide decide;
	bool held; /* as evidence */
	struct desk_nav nav;
	struct desk_place place;
	struct error_summary errors;
	struct notice done, problem;
	const char *base; /* "/staff/matters/2026-1234" */
	const char *number, *title, *text, *lang;
	const char *tone;
	enum word state, type, outcome, lang_word, publication;
	bool has_outcome, unsatisfied, confidential, late, wants_reply;
	bool wants_interim, urgent;
	int64_t received_us;
	enum word channel;
	const char *here;       /* others who have it open now, or "" */
	const char *entered_by; /* who wrote it down for the sender, or NULL */
	int64_t entered_us;
	const char *where, *point, *unit, *topic, *handler;
	struct map_still still; /* its place, if a point is known */
	const char *rule;       /* that directed it, or NULL */
	const char *outcome_note, *verdict_note, *hidden_why, *public_href;
	const char *body;   /* outside, who has it now, or NULL */
	enum word body_how; /* it got there */
	int64_t agreed_us;  /* when its sender agreed; 0 = was not asked */
	struct party party;
	bool has_party;
	const char *nickname, *tel;
	const struct desk_entry *entries;
	size_t entry_count;
	struct answer_list answers; /* to the questions of its topic */
	const char *folded; /* what the mail it came by quoted, or NULL */
	int64_t files_left; /* of mails, which were not taken */
	const struct desk_held *held_mails;
	size_t held_mail_count;
	const struct desk_event *events;
	size_t event_count;
	const struct desk_asked *asks;
	size_t ask_count;
	const struct desk_file *files;
	size_t file_count;
	size_t photo_count; /* of these */
	const struct desk_mail *mails;
	size_t mail_count;
	const struct desk_due *dues;
	size_t due_count;
	struct desk_acts acts;
	struct desk_call call;
};

/* A form about one matter, beside its message. */
struct desk_beside {
	struct desk_nav nav;
	struct desk_place place;
	struct error_summary errors;
	struct notice problem; /* somebody else was faster: what it is now */
	const char *base, *number, *title, *original, *lang;
	struct answer_list answers;
};

/* ---- answering ---- */

/* An answer given on the phone, by letter, at the desk. */
struct desk_told_form {
	bool open;
	struct choice how;
	struct field date, time, by;
};

/* What was answered before to the same topic. */
struct desk_earlier {
	const char *id, *number, *href, *place, *answer;
	int64_t at_us;
	bool near;
};

/* Answer templates to choose from, by how well they fit. */
struct desk_templates {
	const struct desk_group *groups;
	size_t group_count;
	const char *name, *step; /* of the field and its button */
	const char *whose;       /* of a joint answer: a language; or NULL */
};

/* The units whose parts make the joint answer. */
struct desk_part {
	const char *unit;
	bool given; /* else it is waited for */
};
struct desk_parts {
	const struct desk_part *list;
	size_t count;
	bool some, wait; /* given, waited for */
};

struct desk_answer {
	struct desk_nav nav;
	struct desk_parts parts;
	struct desk_place place;
	struct error_summary errors;
	struct notice done;
	struct desk_kept kept_text;
	struct notice problem; /* somebody else was faster: what it is now */
	const char *base, *number, *title, *original, *lang;
	struct answer_list answers;
	bool interim, may_send;
	struct field text, reason;
	struct choice outcome;
	struct desk_templates templates;
	struct desk_told_form told;
	const struct desk_earlier *earlier;
	size_t earlier_count;
	struct photo_field photo;
	const char *signature; /* what will stand under it, or "" */
	const struct desk_entry *entries;
	size_t entry_count;
};

/* As the sender will read it: in their language, in both places. */
struct desk_preview {
	struct desk_nav nav;
	struct desk_place place;
	const char *base, *lang;
	bool interim;
	const char *text, *outcome, *reason; /* as typed */
	const char *told, *told_date, *told_time, *told_by;
	bool is_told; /* no mail goes out */
	const struct kept_file *kept;
	size_t kept_count;
	const char *whose; /* of a joint answer: which senders; or NULL */
	const char *to, *subject; /* of the mail; to NULL = none is sent */
	bool mail_waits;          /* no relay is set: it stays in the outbox */
	struct mail_frame mail;
	const char *mail_foot;
	struct follow_view follow;
	struct follow_entry entry; /* of an interim reply */
};

/* ---- publishing ---- */

/* A text cut where something must be resolved. */
struct desk_piece {
	const char *text;
	bool hit;
};

struct desk_marked {
	const struct desk_piece *pieces;
	size_t piece_count;
	bool has_hits;
};

struct desk_hit {
	enum word kind;
	const char *text;  /* what was found */
	const char *field; /* the id it links to */
	enum word where;
};

struct desk_publish {
	struct desk_nav nav;
	struct desk_place place;
	struct error_summary errors;
	struct notice problem, name; /* name: the sender's stands in it */
	const char *base, *number, *lang;
	struct desk_marked title_was, text_was, answer_was;
	bool has_title, has_answer, is_public, may_publish;
	const struct desk_hit *hits; /* still there */
	size_t hit_count;
	bool marked; /* in the original */
	bool masked; /* the proposal has covered something already */
	struct field title, text, answer;
	struct field show_text, show_answer, show_nickname, show_place;
	struct field show_point;
};

#endif
