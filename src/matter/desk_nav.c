/*
 * desk_nav.c: the queues, and the way through them: whoever opens a matter from
 * a queue comes back to the same place in it, or goes on to the next matter.
 * The place travels in the address, so two windows never disturb each other.
 */
#include "base/str.h"
#include "matter/desk.h"
#include "matter/desk_filter.h"
#include "matter/desk_pages.h"
#include "staff/staff.h"

#include <inttypes.h>

static const struct desk_queue_kind queues[] = {
	{QUEUE_TRIAGE, "triage", W_desk_queue_triage, W_desk_empty_triage,
	 W_desk_empty_triage_text, PERM_TRIAGE, NAV_TRIAGE},
	{QUEUE_UNIT, "unit", W_desk_queue_unit, W_desk_empty_unit,
	 W_desk_empty_unit_text, PERM_MATTERS, NAV_UNIT},
	{QUEUE_MINE, "mine", W_desk_queue_mine, W_desk_empty_mine,
	 W_desk_empty_mine_text, PERM_MATTERS, NAV_MINE},
	{QUEUE_LATE, "late", W_desk_queue_late, W_desk_empty_late,
	 W_desk_empty_late_text, PERM_MATTERS, NAV_ALL},
	{QUEUE_CALLS, "calls", W_call_queue, W_call_queue_empty,
	 W_call_queue_empty_text, PERM_MATTERS, NAV_ALL},
	{QUEUE_MAILS, "mails", W_mail_in_queue, W_mail_in_queue_empty,
	 W_mail_in_queue_empty_text, PERM_MATTERS, NAV_ALL},
	{QUEUE_ALL, "all", W_desk_queue_all, W_desk_empty_all,
	 W_desk_empty_all_text, PERM_MATTERS, NAV_ALL},
};
enum { QUEUES = sizeof(queues) / sizeof(queues[0]) };

enum err desk_queue_find(const struct request *req, const char *name,
			 const struct desk_queue_kind **ret_queue)
{
	int i = 0;

	while (i < QUEUES && !str_same(queues[i].name, name))
		i++;
	if (i == QUEUES)
		return ERR_NOT_FOUND;
	if (!(req->session->rights & queues[i].need))
		return ERR_DENIED;
	*ret_queue = &queues[i];
	return OK;
}

/* The first thing a person does in the morning. */
const char *desk_home_path(const struct request *req)
{
	uint32_t rights = req->session->rights;

	if (rights & PERM_TRIAGE)
		return "/staff/queue/triage";
	if (rights & PERM_MATTERS)
		return "/staff/queue/unit";
	return rights & PERM_ADMIN ? "/staff/admin" : "/staff/account";
}

const char *desk_queue_path(struct arena *a, const struct desk_queue_kind *q,
			    struct queue_key after, const char *filter)
{
	struct str s;

	str_init(&s, a, 64);
	str_printf(&s, "/staff/queue/%s", q->name);
	if (after.id)
		str_printf(&s, "?after=%" PRId64 ".%" PRId64, after.due_at,
			   after.id);
	if (!str_empty(filter))
		str_printf(&s, "%sf=%s", after.id ? "&" : "?", filter);
	return s.ptr;
}

enum err desk_key_parse(struct arena *a, const char *text,
			struct queue_key *ret_key)
{
	size_t n = strcspn(text, ".");
	struct queue_key key = {.due_at = DUE_NONE};

	if (text[n] && parse_int(arena_strndup(a, text, n), &key.due_at))
		return ERR_INVALID;
	if (parse_int(text[n] ? text + n + 1 : text, &key.id))
		return ERR_INVALID;
	*ret_key = key;
	return OK;
}

/* Beside the queues: what comes in by other ways than the web. */
static const struct {
	const char *href;
	enum word label;
} ways_in[] = {
	{"/staff/enter", W_intake_tab},
	{"/staff/spot", W_spot_tab},
};
enum { WAYS_IN = sizeof(ways_in) / sizeof(ways_in[0]) };

static size_t add_ways_in(const struct request *req, struct queue_tab *tabs)
{
	if (!(req->session->rights & PERM_MATTERS))
		return 0;
	for (size_t i = 0; i < WAYS_IN; i++)
		tabs[i] = (struct queue_tab){
			.href = ways_in[i].href,
			.label = word(req->lang, ways_in[i].label),
			.count = -1,
			.current = str_same(req->path, ways_in[i].href),
		};
	return WAYS_IN;
}

enum err desk_nav(struct request *req, const struct desk_queue_kind *current,
		  struct desk_nav *ret_nav)
{
	struct queue_tab *tabs =
		arena_array(req->arena, QUEUES + WAYS_IN, sizeof(*tabs));
	struct queue_counts n;
	size_t count = 0;
	enum err err;

	err = matter_queue_counts(req->db, req->arena, req->session, &n);
	if (err)
		return err;
	const int64_t counts[QUEUES] = {n.triage, n.unit,  n.mine, n.late,
					n.calls,  n.mails, n.all};

	for (int i = 0; i < QUEUES; i++) {
		if (!(req->session->rights & queues[i].need))
			continue;
		/* Most of the time there is none. */
		if (queues[i].queue == QUEUE_MAILS && !counts[i] &&
		    &queues[i] != current)
			continue;
		tabs[count] = (struct queue_tab){
			.href = desk_queue_path(req->arena, &queues[i],
						(struct queue_key){0, 0}, ""),
			.label = word(req->lang, queues[i].label),
			.count = counts[i],
			.current = &queues[i] == current,
		};
		count++;
	}
	count += add_ways_in(req, tabs + count);
	*ret_nav = (struct desk_nav){
		.tabs = {word(req->lang, W_desk_queues), tabs, count},
		.query = req_arg(req, "q"),
	};
	return desk_undo_before(req, &ret_nav->undo);
}

/* ---- where somebody came from ---- */

const char *desk_from_text(struct arena *a, const struct desk_queue_kind *q,
			   struct queue_key after, const char *filter)
{
	if (!after.id && str_empty(filter))
		return q->name;
	return arena_printf(a, "%s.%" PRId64 ".%" PRId64 "%s%s", q->name,
			    after.due_at, after.id, *filter ? "." : "", filter);
}

/* "1794211199999999.123.t3": the key, then the filter. */
static void from_rest(struct arena *a, const char *text, struct desk_from *from)
{
	const char *dot = strchr(text, '.');
	const char *filter = dot ? strchr(dot + 1, '.') : NULL;
	struct queue_filter f;

	if (filter) {
		f = desk_filter_parse(a, filter + 1);
		from->filter = desk_filter_text(a, &f);
		text = arena_strndup(a, text, (size_t)(filter - text));
	}
	if (desk_key_parse(a, text, &from->after) || !from->after.id)
		from->after = (struct queue_key){0, 0};
}

struct desk_from desk_from(const struct request *req)
{
	const char *text = req_has_field(req, "from") ? req_field(req, "from")
						      : req_arg(req, "from");
	size_t n = strcspn(text, ".");
	struct desk_from from = {.text = "", .filter = ""};

	if (desk_queue_find(req, arena_strndup(req->arena, text, n),
			    &from.queue))
		return from;
	if (text[n])
		from_rest(req->arena, text + n + 1, &from);
	from.text =
		desk_from_text(req->arena, from.queue, from.after, from.filter);
	return from;
}

static enum err next_after(struct request *req, const struct desk_from *from,
			   const struct matter *m, const char **ret_href)
{
	const struct queue_want want = {
		.queue = from->queue->queue,
		.filter = desk_filter_parse(req->arena, from->filter),
		.lang = req->lang,
		/* one that was closed before it was opened has no place: the
		 * page begins anew */
		.after = m->is_open ? (struct queue_key){m->due_at, m->id}
				    : from->after,
	};
	struct queue_row *list;
	size_t n, i = 0;
	enum err err;

	err = matter_queue(req->db, req->arena, req->session, &want, &list, &n);
	/* One that stays open may stand further on by now. */
	while (!err && i < n && list[i].m.id == m->id)
		i++;
	if (!err && i < n)
		*ret_href =
			arena_printf(req->arena, "%s?from=%s",
				     desk_base(req, &list[i].m), from->text);
	return err;
}

enum err desk_place(struct request *req, const struct matter *m,
		    struct desk_place *ret_place)
{
	struct desk_from from = desk_from(req);
	struct desk_place c = {.version = m->version, .from = from.text};
	enum err err;

	if (from.queue) {
		c.queue = from.queue->label;
		c.back = desk_queue_path(req->arena, from.queue, from.after,
					 from.filter);
		err = next_after(req, &from, m, &c.next);
		if (err)
			return err;
	}
	*ret_place = c;
	return OK;
}

/* ---- what was done ---- */

static const struct {
	const char *name;
	enum word word;
} dones[] = {
	{"taken", W_desk_done_taken},
	{"routed", W_desk_done_routed},
	{"view_asked", W_view_done_asked},
	{"view_given", W_view_done_given},
	{"urgent", W_urgent_done},
	{"calm", W_urgent_done_clear},
	{"marked", W_confidential_done_marked},
	{"lifted", W_confidential_done_lifted},
	{"accepted", W_handover_done_accepted},
	{"returned", W_handover_done_returned},
	{"noted", W_desk_done_noted},
	{"answered", W_desk_done_answered},
	{"interim", W_desk_done_interim},
	{"promised", W_desk_done_promised},
	{"reminding", W_desk_done_reminding},
	{"not_reminding", W_desk_done_not_reminding},
	{"passed_on", W_pass_done},
	{"sent_elsewhere", W_pass_done_told},
	{"closed", W_desk_done_closed},
	{"reopened", W_desk_done_reopened},
	{"hidden", W_desk_done_hidden},
	{"published", W_desk_done_published},
	{"asked", W_desk_done_asked},
	{"revoked", W_desk_done_revoked},
	{"called", W_call_done_called},
	{"reached", W_call_done_reached},
	{"mail_accepted", W_mail_in_done_accepted},
	{"mail_dropped", W_mail_in_done_dropped},
	{"drafted", W_draft_done},
	{"undrafted", W_draft_discarded},
	{"taken_up", W_decide_done},
	{"joined", W_group_done_joined},
	{"left", W_group_done_left},
	{"ungrouped", W_group_done_ended},
	{"undone", W_undo_done},
	{"filter_kept", W_filter_done},
};

/* Of another matter than the page shows. */
static const struct {
	const char *name;
	enum word word;
} dones_before[] = {
	{"routed_on", W_desk_done_routed_on},
	{"routed_away", W_desk_done_routed_on},
	{"answered_on", W_desk_done_answered_on},
	{"interim_on", W_desk_done_interim_on},
	{"closed_on", W_desk_done_closed_on},
};
enum { BEFORE = sizeof(dones_before) / sizeof(dones_before[0]) };

/* Which one, and the way to it unless it has left this person's sight. */
static struct notice done_before(const struct request *req, const char *done,
				 enum word said)
{
	const char *was = req_arg(req, "was");
	struct notice n = {.tone = TONE_SUCCESS};
	int64_t year, number;

	if (matter_number_parse(was, &year, &number))
		return (struct notice){.tone = TONE_NEUTRAL};
	n.text = word_fill(req->arena, req->lang, said,
			   WORDS(WORD_TEXT("number", was)));
	if (!str_same(done, "routed_away")) {
		n.href = arena_printf(req->arena, "/staff/matters/%s", was);
		n.link = word_fill(req->arena, req->lang, W_desk_done_open,
				   WORDS(WORD_TEXT("number", was)));
	}
	return n;
}

struct notice desk_done(const struct request *req)
{
	const char *done = req_arg(req, "done");

	for (size_t i = 0; i < BEFORE; i++)
		if (str_same(dones_before[i].name, done))
			return done_before(req, done, dones_before[i].word);
	if (str_same(done, "undo_late") || str_same(done, "none_chosen"))
		return (struct notice){
			.tone = TONE_WARNING,
			.text = word(req->lang,
				     *done == 'u' ? W_undo_late : W_batch_none),
		};
	for (size_t i = 0; i < sizeof(dones) / sizeof(dones[0]); i++)
		if (str_same(dones[i].name, done))
			return (struct notice){
				.tone = TONE_SUCCESS,
				.text = word(req->lang, dones[i].word),
			};
	return (struct notice){.tone = TONE_NEUTRAL};
}

/* ---- the matter of the address ---- */

enum err desk_matter(struct request *req, struct matter *ret_matter)
{
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_NOT_FOUND;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (err)
		return err;
	if (!matter_visible(req->db, req->arena, req->session, &m))
		return ERR_NOT_FOUND;
	*ret_matter = m;
	return OK;
}

enum err desk_matter_form(struct request *req, struct matter *ret_matter,
			  int64_t *ret_version)
{
	int64_t version;
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (!err)
		err = field_int(req, "version", &version);
	if (err)
		return err;
	if (version < 1) /* 0 would mean: do not check */
		return ERR_INVALID;
	*ret_matter = m;
	*ret_version = version;
	return OK;
}

const char *desk_base(struct request *req, const struct matter *m)
{
	return arena_printf(req->arena, "/staff/matters/%s",
			    matter_number(req->arena, m));
}

enum err desk_back(struct request *req, struct response *res,
		   const struct matter *m, const char *done)
{
	const char *from = desk_from(req).text;

	return res_redirect(req, res, "%s?done=%s%s%s", desk_base(req, m), done,
			    *from ? "&from=" : "", from);
}

enum err desk_onward(struct request *req, struct response *res,
		     const struct matter *m, const char *done)
{
	struct desk_from from = desk_from(req);
	const char *was = matter_number(req->arena, m), *next = NULL;
	enum err err;

	if (!from.queue)
		return desk_back(req, res, m, done);
	err = next_after(req, &from, m, &next);
	if (err)
		return err;
	if (next)
		return res_redirect(req, res, "%s&done=%s&was=%s", next, done,
				    was);
	return res_redirect(req, res, "%s%sdone=%s&was=%s",
			    desk_queue_path(req->arena, from.queue,
					    (struct queue_key){0, 0},
					    from.filter),
			    *from.filter ? "&" : "?", done, was);
}

static enum err look_again(struct request *req, int64_t id)
{
	struct matter m;
	enum err err = matter_get(req->db, req->arena, id, &m);

	return err ? err : matter_viewed(req->db, req->arena, req->session, &m);
}

enum err desk_look(struct request *req, struct response *res,
		   const struct matter *m)
{
	if (!matter_confidential(req->db, req->arena, m))
		return OK;
	res->lasting = look_again;
	res->lasting_id = m->id;
	return matter_viewed(req->db, req->arena, req->session, m);
}

enum err desk_confidential(struct request *req, struct response *res,
			   const struct matter *m, const char *rest)
{
	return res_redirect(req, res, "/staff/confidential/%s%s%s%s",
			    matter_number(req->arena, m), rest,
			    *req->query ? "?" : "", req->query);
}
