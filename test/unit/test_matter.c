/*
 * test_matter.c: what may happen to a matter, on both engines. KAIKU_TEST_PG
 * is a PostgreSQL's address (test/pg.sh); without it that half is skipped.
 */
#include "attach/attach.h"
#include "due/due.h"
#include "entry/entry.h"
#include "event/event.h"
#include "mail/mail.h"
#include "matter/ask.h"
#include "matter/matter.h"
#include "matter/rules.h"
#include "matter/urgent.h"
#include "town.h"

#include <inttypes.h>

QUERY(Q_count_mails, "SELECT COUNT(*) FROM mail WHERE tenant_id = $1 "
		     "AND to_address = $2");
QUERY(Q_mail_body, "SELECT subject, body_text, body_html FROM mail "
		   "WHERE tenant_id = $1 AND matter_id = $2 AND purpose = $3");
QUERY(Q_tamper, "UPDATE event SET payload = '{\"forged\":1}' "
		"WHERE tenant_id = $1 AND id = $2");
QUERY(Q_erase, "UPDATE event SET payload = '', salt = '' "
	       "WHERE tenant_id = $1 AND id = $2");
QUERY(Q_reattribute, "UPDATE event SET staff_id = 999 "
		     "WHERE tenant_id = $1 AND id = $2");
QUERY(Q_cut, "DELETE FROM event WHERE tenant_id = $1 AND id = $2");

/* Monday 9 November 2026, 10.00 in Helsinki. */
#define MONDAY (INT64_C(1794211200) * SECOND_US)

#define ANSWER(text_, outcome_) \
 ((struct answer){.text = (text_), .outcome = (outcome_), .reason = ""})

static int64_t streets, parks, winter; /* winter is below streets */
static int64_t topic_roads, topic_open, topic_family, topic_access;
static struct session desk, roadman, gardener, trusted, nobody, chief;
static struct tenant town = {
	TOWN,
	.remind_first_days = 3,
	.remind_second_days = 7,
	.escalate_days = 7,
	.digest_hour = 7,
};

/* ---- a town with people ---- */

static int64_t make_topic(const char *code, int64_t unit, bool confidential)
{
	struct topic t = {
		.code = code,
		.name = {code, code, code},
		.default_unit_id = unit,
		.confidential = confidential,
		.active = true,
	};
	int64_t id = 0;

	ok(!topic_save(db, a, &t, &id), "%s: topic %s", on, code);
	return id;
}

static void make_town(void)
{
	begin();
	streets = make_unit("streets", 0, "katu@town.example");
	winter = make_unit("winter", streets, "katu@town.example");
	parks = make_unit("parks", 0, "katu@town.example");
	topic_roads = make_topic("roads", streets, false);
	topic_open = make_topic("open", 0, false);
	topic_family = make_topic("family", parks, true);
	topic_access = make_topic("accessibility", 0, false);
	desk = make_person("desk", 0, GRANTS({"triage", 0}, {"publish", 0}));
	roadman = make_person("roadman", streets, GRANTS({"handle", streets}));
	gardener = make_person("gardener", parks,
			       GRANTS({"handle", parks}, {"publish", parks}));
	trusted = make_person("trusted", parks,
			      GRANTS({"handle", parks}, {"publish", parks},
				     {"confidential", parks}));
	chief = make_person("chief", 0, GRANTS({"admin_staff", 0}));
	nobody = make_person("nobody", 0, NULL, 0);
	commit();
}

/* ---- the simplest message ---- */

static struct give message(void)
{
	return (struct give){
		.kind = "feedback",
		.type = "",
		.topic_code = "",
		.title = "",
		.text = "Kadulla on kuoppa, johon kaatuu.",
		.place = "",
		.nickname = "",
		.party = {"", "", ""},
		.lang = LANG_FI,
		.channel = "web",
	};
}

static struct matter give(const struct give *g)
{
	struct matter m = {0};
	enum err err = matter_give(db, a, g, &m);

	if (err)
		printf("Bail out! give: %d %s\n", err, db_error(db));
	return m;
}

static struct matter plain(void)
{
	struct give g = message();

	return give(&g);
}

/* About roads, by somebody who wants an answer and lets it be published. */
static struct matter asked(void)
{
	struct give g = message();

	g.topic_code = "roads";
	g.type = "question";
	g.nickname = "Kulkija";
	g.party.name = "Maija Virtanen";
	g.party.mail = "maija@example.org";
	g.may_publish = true;
	return give(&g);
}

static struct matter now_of(const struct matter *m)
{
	struct matter again = {0};

	if (matter_get(db, a, m->id, &again))
		printf("Bail out! get\n");
	return again;
}

static size_t entries_of(const struct matter *m, struct entry **ret_list)
{
	size_t n = 0;

	if (entry_list(db, a, m->id, 1, ret_list, &n))
		printf("Bail out! entries\n");
	return n;
}

static const char *last_event(const struct matter *m)
{
	struct event *list;
	size_t n = 0;

	if (event_list(db, a, m->id, &list, &n) || !n)
		return "(none)";
	return list[n - 1].kind;
}

static const struct due *due_of(const struct matter *m, const char *what)
{
	struct due *list;
	size_t n = 0;

	if (due_list(db, a, m->id, &list, &n))
		return NULL;
	for (size_t i = n; i > 0; i--) /* the latest of its kind */
		if (str_same(list[i - 1].what, what))
			return &list[i - 1];
	return NULL;
}

static bool ends_on(const struct due *d, int year, int month, int day)
{
	struct date date = d ? date_of(d->due_at) : (struct date){0};

	return date.year == year && date.month == month && date.day == day;
}

/* ---- the table of steps ---- */

static void test_steps(void)
{
	static const char *const of_open[] = {
		"taken",    "routed", "released", "interim_sent",
		"answered", "closed", "withdrawn"};
	static const char *const of_done[] = {"reopened", "satisfied",
					      "unsatisfied"};
	bool open_only = true, done_only = true, unknown = false, same = true;

	for (int from = 0; from < HANDLING__COUNT; from++) {
		bool open = from < HANDLING_ANSWERED;

		for (int to = 0; to < HANDLING__COUNT; to++) {
			for (size_t i = 0; i < 7; i++)
				open_only &= open || !handling_may(of_open[i],
								   from, to);
			for (size_t i = 0; i < 3; i++)
				done_only &= !open || !handling_may(of_done[i],
								    from, to);
			unknown |= handling_may("teleported", from, to);
			same &= handling_may("published", from, to) ==
				(from == to);
			same &= handling_may("consent_withdrawn", from, to) ==
				(from == to);
		}
	}
	ok(open_only, "%s: what is done is not worked on", on);
	ok(done_only, "%s: what is open is not judged", on);
	ok(!unknown, "%s: an unknown act leads nowhere", on);
	ok(same, "%s: publishing does not touch the handling", on);
	ok(handling_may("answered", HANDLING_TRIAGE, HANDLING_ANSWERED) &&
		   !handling_may("answered", HANDLING_TRIAGE, HANDLING_CLOSED),
	   "%s: an answer leads to answered only", on);
	ok(handling_may("taken", HANDLING_PLANNED, HANDLING_IN_WORK) &&
		   !handling_may("taken", HANDLING_PLANNED, HANDLING_ASSIGNED),
	   "%s: taking leads into work", on);
	ok(handling_may("added", HANDLING_CLOSED, HANDLING_TRIAGE) &&
		   !handling_may("added", HANDLING_CLOSED, HANDLING_CLOSED),
	   "%s: a reply to what is closed opens it", on);
}

/* ---- arrival ---- */

static enum give_fault fault_of(const struct give *g, enum give_field field)
{
	enum give_fault faults[GIVE__COUNT] = {0};

	struct topic topic;

	if (matter_give_check(db, a, g, &topic, faults))
		return FAULT_MALFORMED;
	return faults[field];
}

static const char *repeated(const char *part, int n)
{
	struct str s;

	str_init(&s, a, 64);
	while (n--)
		str_puts(&s, part);
	return s.ptr;
}

static void test_faults(void)
{
	struct give g = message(), ten = message();
	struct matter m;

	g.text = "";
	ok(fault_of(&g, GIVE_TEXT) == FAULT_MISSING, "%s: no text", on);
	g.text = "123456789";
	ok(fault_of(&g, GIVE_TEXT) == FAULT_SHORT, "%s: nine characters", on);
	ok(matter_give(db, a, &g, &m) == ERR_INVALID, "%s: refused", on);
	ten.text = repeated("ä", 10);
	ok(fault_of(&ten, GIVE_TEXT) == FAULT_NONE, "%s: ten letters ä", on);
	ten.text = repeated("ä", 5000);
	ok(fault_of(&ten, GIVE_TEXT) == FAULT_NONE, "%s: 5000 letters ä", on);
	ten.text = repeated("ä", 5001);
	ok(fault_of(&ten, GIVE_TEXT) == FAULT_LONG, "%s: 5001 is too many", on);
	g = message();
	g.type = "rant";
	g.topic_code = "nowhere";
	g.party.mail = "maija@";
	g.party.phone = "soita mulle";
	g.has_point = true;
	g.lat = 91;
	g.title = repeated("o", 121);
	ok(fault_of(&g, GIVE_TYPE) == FAULT_MALFORMED, "%s: type", on);
	ok(fault_of(&g, GIVE_TOPIC) == FAULT_MALFORMED, "%s: topic", on);
	ok(fault_of(&g, GIVE_MAIL) == FAULT_MALFORMED, "%s: mail", on);
	ok(fault_of(&g, GIVE_PHONE) == FAULT_MALFORMED, "%s: phone", on);
	ok(fault_of(&g, GIVE_POINT) == FAULT_MALFORMED, "%s: point", on);
	ok(fault_of(&g, GIVE_TITLE) == FAULT_LONG, "%s: title", on);
	g.party.phone = "112 233";
	ok(fault_of(&g, GIVE_PHONE) == FAULT_NONE, "%s: an odd number", on);
	g.party.phone = "+46 70 123 45 67";
	ok(fault_of(&g, GIVE_PHONE) == FAULT_NONE, "%s: a foreign one", on);
}

static void test_arrival(void)
{
	struct matter m = plain(), q = asked(), again = now_of(&q);

	ok(m.handling == HANDLING_TRIAGE && !m.unit_id,
	   "%s: without a topic it goes to triage", on);
	ok(!m.wants_reply && !due_of(&m, "answer") &&
		   ends_on(due_of(&m, "reaction"), 2026, 11, 11),
	   "%s: a reaction is promised in two working days", on);
	ok(again.handling == HANDLING_ASSIGNED && again.unit_id == streets,
	   "%s: a topic's unit gets it at once", on);
	ok(again.wants_reply && ends_on(due_of(&q, "answer"), 2026, 11, 16),
	   "%s: a question is answered in five working days", on);
	ok(again.may_publish && again.consent_at == q.received_at &&
		   again.consent_wording == CONSENT_WORDING,
	   "%s: consent has a time and a wording", on);
	ok(str_same(again.verdict, "none") && again.outcome == OUTCOME_NONE &&
		   again.is_open && again.version == 1,
	   "%s: the other axes begin empty", on);
	ok(str_same(last_event(&q), "matter_created"), "%s: an event", on);
	ok(q.number == m.number + 1 && q.number_year == 2026,
	   "%s: numbers follow each other", on);
}

static void test_wishes(void)
{
	struct give g = message();
	struct matter m;

	g.party.phone = "040 123 4567";
	m = give(&g);
	ok(m.wants_reply, "%s: contact given asks for an answer", on);
	g.no_reply = true;
	m = give(&g);
	ok(!m.wants_reply, "%s: unless none is needed", on);
	g.type = "question";
	m = give(&g);
	ok(m.wants_reply, "%s: a question is always answered", on);
	g = message();
	g.topic_code = "accessibility";
	g.wants_reply = true;
	m = give(&g);
	ok(ends_on(due_of(&m, "answer"), 2026, 11, 23),
	   "%s: accessibility feedback in 14 days", on);
}

static size_t mails_to(const char *address)
{
	struct rows *r;

	if (db_rows(db, a, &Q_count_mails, ARGS(ARG_TEXT(address)), &r) ||
	    !rows_next(r))
		return 999;
	return (size_t)rows_int(r, 0);
}

static void test_receipt_mail(void)
{
	struct give g = message();
	struct matter m;
	struct rows *r;

	g.party.mail = "once@example.org";
	g.lang = LANG_SV;
	m = give(&g);
	ok(!db_rows(db, a, &Q_mail_body,
		    ARGS(ARG_INT(m.id), ARG_TEXT("receipt")), &r) &&
		   rows_next(r),
	   "%s: a receipt is queued", on);
	ok(strstr(rows_text(r, 0), matter_number(a, &m)) &&
		   strstr(rows_text(r, 0), "Din respons"),
	   "%s: numbered, in the resident's language", on);
	ok(strstr(rows_text(r, 1), matter_follow_url(a, &m, db_tenant(db))) &&
		   !strstr(rows_text(r, 0), "/follow/"),
	   "%s: the link stands in the body, not in the subject", on);
	ok(strstr(rows_text(r, 1), "16.11.2026"),
	   "%s: and by when an answer comes", on);
	ok(!strstr(rows_text(r, 1), "kuoppa") &&
		   !strstr(rows_text(r, 2), "kuoppa"),
	   "%s: never the text", on);
	g.party.mail = "Many@Example.org";
	for (int i = 0; i < 8; i++)
		m = give(&g);
	ok(mails_to("Many@Example.org") + mails_to("Many@example.org") == 5,
	   "%s: at most five receipts an hour", on);
	ok(m.id && now_of(&m).is_open, "%s: the eighth is stored all the same",
	   on);
	clock_set(clock_now_us() + HOUR_US + MINUTE_US);
	g.party.mail = "many@example.org";
	give(&g);
	ok(mails_to("many@example.org") == 1, "%s: an hour later one more", on);
}

static void test_new_year(void)
{
	struct matter before, after, past;
	struct give g = message();

	/* 31.12. at 23.30 and half an hour and a bit later, in Helsinki */
	clock_set(INT64_C(1798752600) * SECOND_US);
	before = plain();
	clock_set(INT64_C(1798754460) * SECOND_US);
	after = plain();
	ok(before.number_year == 2026 && after.number_year == 2027 &&
		   after.number == 1,
	   "%s: the local new year starts a new series", on);
	g.received_at = MONDAY;
	past = give(&g);
	ok(past.number_year == 2027 && past.number == 2 &&
		   past.received_at == MONDAY,
	   "%s: a message of last year joins the running series", on);
}

static void test_numbers(void)
{
	int64_t y, n;

	ok(!matter_number_parse("2026-1234", &y, &n) && y == 2026 && n == 1234,
	   "%s: a number is read", on);
	ok(matter_number_parse("2026-", &y, &n) &&
		   matter_number_parse("26-1", &y, &n) &&
		   matter_number_parse("2026-0", &y, &n) &&
		   matter_number_parse("2026--1", &y, &n) &&
		   matter_number_parse("", &y, &n) &&
		   matter_number_parse("2026-1x", &y, &n) &&
		   matter_number_parse("2026-99999999999999999999", &y, &n),
	   "%s: nothing else is", on);
}

/* ---- staff ---- */

static void test_take_and_versions(void)
{
	struct matter m = asked(), after;

	ok(matter_take(db, a, &gardener, m.id, 1) == ERR_NOT_FOUND,
	   "%s: another unit's matter does not exist for me", on);
	ok(!matter_take(db, a, &roadman, m.id, 1), "%s: taken", on);
	after = now_of(&m);
	ok(after.handling == HANDLING_IN_WORK && after.version == 2 &&
		   after.handler_id == roadman.staff_id,
	   "%s: in work, in my hands, one version on", on);
	ok(matter_take(db, a, &roadman, m.id, 1) == ERR_CONFLICT,
	   "%s: the old version is refused", on);
	ok(!matter_take(db, a, &roadman, m.id, 0), "%s: 0 does not ask", on);
	ok(matter_take(db, a, &roadman, m.id + 999, 0) == ERR_NOT_FOUND,
	   "%s: a forged id", on);
	ok(str_same(last_event(&m), "taken"), "%s: event", on);
}

/* Due by the end of that day, and before what ends then; a promise to nobody. */
static void test_urgent(void)
{
	const struct answer ans = {.text = "Kaide on korjattu.",
				   .outcome = OUTCOME_DONE};
	struct matter m = asked(), after;
	const int64_t due = now_of(&m).due_at;

	ok(matter_mark_urgent(db, a, &roadman, m.id, 0, "") == ERR_INVALID &&
		   matter_mark_urgent(db, a, &gardener, m.id, 0, "Heti.") ==
			   ERR_NOT_FOUND &&
		   matter_clear_urgent(db, a, &roadman, m.id, 0, "") ==
			   ERR_INVALID,
	   "%s: urgent for a reason, by who sees it, once", on);
	ok(!matter_mark_urgent(db, a, &roadman, m.id, 0, "Kaide irti."),
	   "%s: urgent", on);
	after = now_of(&m);
	ok(after.urgent_at == date_end_us(date_of(clock_now_us())) - 2 &&
		   after.due_at == after.urgent_at &&
		   after.remind_at <= after.urgent_at + 1 && after.due_at < due,
	   "%s: it is due today, and somebody hears when it is late", on);
	ok(!matter_clear_urgent(db, a, &roadman, m.id, 0, "Tuettu.") &&
		   now_of(&m).due_at == due && !now_of(&m).urgent_at,
	   "%s: calm again, due as before", on);
	ok(!matter_mark_urgent(db, a, &roadman, m.id, 0, "Taas irti.") &&
		   !matter_answer(db, a, &roadman, m.id, 0, &ans) &&
		   !now_of(&m).urgent_at &&
		   matter_mark_urgent(db, a, &roadman, m.id, 0, "Yhä.") ==
			   ERR_INVALID,
	   "%s: what is answered is not urgent", on);
}

static void test_route(void)
{
	struct matter m = plain(), after;
	struct entry *e;
	size_t n;

	ok(!matter_route(db, a, &desk, m.id, 1,
			 &(struct route_to){topic_roads, streets,
					    roadman.staff_id, "Katso", 0}),
	   "%s: routed to a person", on);
	after = now_of(&m);
	ok(after.handling == HANDLING_ASSIGNED && after.unit_id == streets &&
		   after.topic_id == topic_roads &&
		   after.handler_id == roadman.staff_id,
	   "%s: unit, topic and person are set", on);
	n = entries_of(&m, &e);
	ok(n == 1 && str_same(e[0].kind, "handover") &&
		   str_same(e[0].visibility, "internal") &&
		   str_same(e[0].staff_name, "desk"),
	   "%s: the note is internal", on);
	ok(!entry_list(db, a, m.id, 0, &e, &n) && n == 0,
	   "%s: and the resident does not see it", on);
	ok(!matter_route(db, a, &roadman, m.id, 0,
			 &(struct route_to){0, 0, 0, "", 0}) &&
		   now_of(&m).handling == HANDLING_TRIAGE,
	   "%s: returned to triage", on);
	ok(matter_route(db, a, &desk, m.id, 0,
			&(struct route_to){0, 12345, 0, "", 0}) == ERR_INVALID,
	   "%s: no such unit", on);
	ok(matter_route(db, a, &desk, m.id, 0,
			&(struct route_to){777, streets, 0, "", 0}) ==
		   ERR_INVALID,
	   "%s: no such topic", on);
	ok(matter_route(db, a, &desk, m.id, 0,
			&(struct route_to){0, streets, 4242, "", 0}) ==
		   ERR_INVALID,
	   "%s: no such person", on);
}

static void test_interim_and_answer(void)
{
	struct matter m = asked(), after;
	const struct answer no_reason = ANSWER("Ei onnistu.", OUTCOME_WONT_DO);
	const struct answer good = ANSWER("Kuoppa on paikattu.", OUTCOME_DONE);
	struct rows *r;
	struct entry *e;

	ok(!matter_interim(db, a, &roadman, m.id, 1,
			   &ANSWER("Selvitämme.", OUTCOME_NONE)),
	   "%s: an interim reply", on);
	after = now_of(&m);
	ok(after.reacted_at && !after.answered_at && after.is_open &&
		   due_of(&m, "reaction")->met_at &&
		   !due_of(&m, "answer")->met_at,
	   "%s: keeps the first promise, not the second", on);
	ok(matter_answer(db, a, &roadman, m.id, 0, &no_reason) == ERR_INVALID,
	   "%s: what will not be done needs a reason", on);
	ok(!matter_answer(db, a, &roadman, m.id, 0, &good), "%s: answered", on);
	after = now_of(&m);
	ok(after.handling == HANDLING_ANSWERED && !after.is_open &&
		   after.outcome == OUTCOME_DONE && after.answered_at &&
		   after.closed_at && due_of(&m, "answer")->met_at,
	   "%s: every axis says so", on);
	ok(entries_of(&m, &e) == 2 && str_same(e[1].kind, "answer") &&
		   str_same(e[1].visibility, "parties"),
	   "%s: the answer is for the parties", on);
	ok(!db_rows(db, a, &Q_mail_body,
		    ARGS(ARG_INT(m.id), ARG_TEXT("answer")), &r) &&
		   rows_next(r) && strstr(rows_text(r, 1), "paikattu"),
	   "%s: and goes by mail", on);
	ok(matter_answer(db, a, &roadman, m.id, 0, &good) == ERR_INVALID,
	   "%s: answered once", on);
	m = plain();
	ok(!matter_interim(db, a, &desk, m.id, 0,
			   &ANSWER("Selvitämme.", OUTCOME_NONE)) &&
		   ends_on(due_of(&m, "answer"), 2026, 11, 16),
	   "%s: an interim reply promises an answer", on);
}

/* Told on Tuesday, written down after the promise had passed. */
static void test_told(void)
{
	const int64_t now = clock_now_us(), tuesday = now + DAY_US;
	struct matter m = asked(), after;
	struct answer ans = ANSWER("Kerroin puhelimessa.", OUTCOME_ANSWERED);
	struct rows *r;
	struct entry *e;

	ans.told = (struct told){TOLD_PHONE, tuesday, "Aino Neuvonen"};
	ok(matter_answer(db, a, &roadman, m.id, 0, &ans) == ERR_INVALID,
	   "%s: not told in the future", on);
	clock_set(now + 20 * DAY_US);
	ans.told.at = m.received_at - 1;
	ok(matter_answer(db, a, &roadman, m.id, 0, &ans) == ERR_INVALID,
	   "%s: nor before it came", on);
	ans.told = (struct told){TOLD_PHONE, tuesday, ""};
	ok(matter_answer(db, a, &roadman, m.id, 0, &ans) == ERR_INVALID,
	   "%s: nor by nobody", on);
	ans.told.by = "Aino Neuvonen";
	ans.text = "Kerroin, {lähettäjä}.";
	ok(matter_answer(db, a, &roadman, m.id, 0, &ans) == ERR_INVALID,
	   "%s: nothing unfinished is said", on);
	ans.text = "Kerroin puhelimessa.";
	ok(!matter_answer(db, a, &roadman, m.id, 0, &ans), "%s: told", on);
	after = now_of(&m);
	ok(after.answered_at == tuesday && after.reacted_at == tuesday &&
		   due_of(&m, "answer")->met_at == tuesday &&
		   due_of(&m, "answer")->due_at > tuesday,
	   "%s: in time, from when it was told", on);
	ok(entries_of(&m, &e) == 1 && str_same(e[0].told, "phone") &&
		   e[0].told_at == tuesday &&
		   str_same(e[0].told_by, "Aino Neuvonen"),
	   "%s: how, when and by whom is kept", on);
	ok(!db_rows(db, a, &Q_mail_body,
		    ARGS(ARG_INT(m.id), ARG_TEXT("answer")), &r) &&
		   !rows_next(r),
	   "%s: and no mail goes out", on);
	clock_set(now);
}

/* ---- what is asked by a link ---- */

static struct ask ask_of(const struct matter *m, size_t i)
{
	struct ask *list = NULL;
	size_t n = 0;

	ok(!ask_list(db, a, m->id, &list, &n) && i < n, "%s: it was asked", on);
	return list[i];
}

static void test_ask(void)
{
	const int64_t now = clock_now_us();
	const struct ask_new question = {
		.text = "Kumpi?", .choices = "Tämä\nTuo", .days = 14};
	struct contract job = {
		.ask = &(struct ask_new){.text = "Paikkaa kuoppa.",
					 .choices = "",
					 .name = "Katu Oy",
					 .mail = "",
					 .place = "",
					 .days = 14}};
	const struct ask_reply yes = {.choice = "Tämä", .text = ""};
	const struct ask_reply done = {.choice = "", .text = "Valmis."};
	const struct ask_reply wild = {.choice = "Jokin", .text = ""};
	struct matter m = asked(), after;
	struct ask k, w;

	ok(!matter_contract(db, a, &roadman, m.id, 0, &job) &&
		   now_of(&m).handling == HANDLING_WAITING_EXTERNAL,
	   "%s: a contractor is asked", on);
	ok(!matter_ask(db, a, &roadman, m.id, 0, &question) &&
		   now_of(&m).handling == HANDLING_WAITING_RESIDENT,
	   "%s: and the resident", on);
	w = ask_of(&m, 0);
	k = ask_of(&m, 1);
	after = now_of(&m);
	ok(ask_answer(db, a, &k, &after, &wild) == ERR_INVALID,
	   "%s: a choice that was not offered", on);
	ok(!ask_answer(db, a, &k, &after, &yes) &&
		   now_of(&m).handling == HANDLING_WAITING_EXTERNAL,
	   "%s: after the answer it still waits for the work", on);
	after = now_of(&m);
	k = ask_of(&m, 1);
	ok(ask_answer(db, a, &k, &after, &yes) == ERR_INVALID,
	   "%s: answered once", on);
	ok(ask_work(db, a, &w, &after, ASK_CANNOT, &yes) == ERR_INVALID,
	   "%s: who cannot says why", on);
	ok(!ask_work(db, a, &w, &after, ASK_ACCEPTED, &yes) &&
		   now_of(&m).handling == HANDLING_WAITING_EXTERNAL,
	   "%s: accepted, it waits", on);
	after = now_of(&m);
	w = ask_of(&m, 0);
	ok(!ask_work(db, a, &w, &after, ASK_DONE, &done) &&
		   now_of(&m).handling == HANDLING_ASSIGNED &&
		   now_of(&m).handler_id == roadman.staff_id,
	   "%s: done, it is back in the handler's queue", on);
	ok(!matter_ask(db, a, &roadman, m.id, 0, &question), "%s: again", on);
	k = ask_of(&m, 2);
	ok(k.expires_at ==
		   date_end_us(date_from_days(date_to_days(date_of(now)) + 14)),
	   "%s: until the end of the fourteenth day", on);
	clock_set(k.expires_at - 1);
	after = now_of(&m);
	ok(ask_waits(&k, &after), "%s: it waits to the end", on);
	clock_set(k.expires_at);
	ok(!ask_waits(&k, &after), "%s: and no longer", on);
	ok(!ask_expire(db, a, k.id) &&
		   now_of(&m).handling == HANDLING_ASSIGNED &&
		   ask_of(&m, 2).state == ASK_EXPIRED,
	   "%s: in vain, it comes back", on);
	ok(ask_expire(db, a, k.id) == ERR_CONFLICT, "%s: once", on);
	clock_set(now);
	m = asked();
	ok(!matter_contract(db, a, &roadman, m.id, 0, &job),
	   "%s: another contractor", on);
	w = ask_of(&m, 0);
	ok(!ask_revoke(db, a, &roadman, m.id, 0, w.id) &&
		   now_of(&m).handling == HANDLING_ASSIGNED,
	   "%s: taken back", on);
	after = now_of(&m);
	w = ask_of(&m, 0);
	ok(ask_work(db, a, &w, &after, ASK_DONE, &done) == ERR_INVALID,
	   "%s: what was taken back is worth nothing", on);
}

static void test_confidential_answer(void)
{
	struct give g = message();
	struct matter m;
	struct rows *r;

	g.topic_code = "family";
	g.party.mail = "salainen@example.org";
	m = give(&g);
	ok(matter_answer(db, a, &gardener, m.id, 0,
			 &ANSWER("Salaisuus.", OUTCOME_ANSWERED)) ==
		   ERR_NOT_FOUND,
	   "%s: a confidential topic is not there for others", on);
	ok(!matter_answer(db, a, &trusted, m.id, 0,
			  &ANSWER("Salaisuus.", OUTCOME_ANSWERED)),
	   "%s: who is trusted answers", on);
	ok(!db_rows(db, a, &Q_mail_body,
		    ARGS(ARG_INT(m.id), ARG_TEXT("answer")), &r) &&
		   rows_next(r) && !strstr(rows_text(r, 1), "Salaisuus") &&
		   !strstr(rows_text(r, 2), "Salaisuus"),
	   "%s: the mail only says that there is an answer", on);
	ok(matter_route(db, a, &trusted, m.id, 0,
			&(struct route_to){0, parks, 0, "", 0}) == ERR_INVALID,
	   "%s: what is answered is not routed", on);
	m = give(&g);
	ok(matter_route(db, a, &trusted, m.id, 0,
			&(struct route_to){0, parks, gardener.staff_id, "",
					   0}) == ERR_INVALID,
	   "%s: nor given to who may not see it", on);
}

static void test_close(void)
{
	struct matter q = asked(), thanks;
	struct give g = message();

	ok(matter_close(db, a, &roadman, q.id, 0,
			&(struct closing){OUTCOME_DONE, ""}) == ERR_INVALID,
	   "%s: who asked is answered, not closed", on);
	ok(matter_close(db, a, &roadman, q.id, 0,
			&(struct closing){OUTCOME_IMPROPER, ""}) == ERR_INVALID,
	   "%s: improper needs a reason", on);
	ok(!matter_close(db, a, &roadman, q.id, 0,
			 &(struct closing){OUTCOME_IMPROPER, "Solvaus"}),
	   "%s: with one it is closed", on);
	ok(now_of(&q).handling == HANDLING_CLOSED && !now_of(&q).answered_at,
	   "%s: without an answer", on);
	g.type = "thanks";
	thanks = give(&g);
	ok(!matter_close(db, a, &desk, thanks.id, 0,
			 &(struct closing){OUTCOME_DONE, ""}) &&
		   due_of(&thanks, "reaction")->met_at,
	   "%s: thanks are read and closed", on);
	ok(!matter_reopen(db, a, &desk, thanks.id, 0, "Sittenkin"),
	   "%s: and opened again", on);
	ok(now_of(&thanks).outcome == OUTCOME_NONE && now_of(&thanks).is_open &&
		   now_of(&thanks).handling == HANDLING_TRIAGE,
	   "%s: into triage, without an outcome", on);
	ok(matter_reopen(db, a, &desk, thanks.id, 0, "") == ERR_INVALID,
	   "%s: what is open is not opened", on);
}

static void test_release(void)
{
	struct matter m = asked(), other = asked();
	int64_t n = 0;

	ok(!matter_take(db, a, &roadman, m.id, 0) &&
		   !matter_take(db, a, &roadman, other.id, 0) &&
		   !matter_answer(db, a, &roadman, other.id, 0,
				  &ANSWER("Valmis.", OUTCOME_DONE)),
	   "%s: two taken, one answered", on);
	ok(!matter_release_handler(db, a, &chief, roadman.staff_id, &n) &&
		   n >= 1,
	   "%s: a person leaves", on);
	ok(!now_of(&m).handler_id && now_of(&m).unit_id == streets &&
		   now_of(&m).handling == HANDLING_ASSIGNED &&
		   str_same(last_event(&m), "released"),
	   "%s: the open one stands in the unit's queue", on);
	ok(now_of(&other).handler_id == roadman.staff_id,
	   "%s: the answered one keeps its handler", on);
	ok(!matter_release_handler(db, a, &chief, roadman.staff_id, &n) &&
		   n == 0,
	   "%s: nothing is left", on);
}

/* ---- the resident ---- */

static struct matter answered(void)
{
	struct matter m = asked();

	if (matter_take(db, a, &roadman, m.id, 0) ||
	    matter_answer(db, a, &roadman, m.id, 0,
			  &ANSWER("Kuoppa on paikattu.", OUTCOME_DONE)))
		printf("Bail out! answered\n");
	return now_of(&m);
}

static void test_code(void)
{
	struct matter m = asked(), found;
	char *code = tracking_make(a, db_tenant(db), m.id, 1);

	ok(!matter_by_code(db, a, code, &found) && found.id == m.id,
	   "%s: the code finds its matter", on);
	code[20] = code[20] == 'A' ? 'B' : 'A';
	ok(matter_by_code(db, a, code, &found) == ERR_NOT_FOUND,
	   "%s: a forged one does not", on);
	ok(matter_by_code(db, a, tracking_make(a, db_tenant(db), m.id, 2),
			  &found) == ERR_NOT_FOUND,
	   "%s: nor that of another version", on);
	ok(matter_by_code(db, a, tracking_make(a, db_tenant(db) + 1, m.id, 1),
			  &found) == ERR_NOT_FOUND,
	   "%s: nor another municipality's", on);
	ok(matter_by_code(db, a, "x", &found) == ERR_NOT_FOUND &&
		   matter_by_code(db, a, "", &found) == ERR_NOT_FOUND,
	   "%s: nor anything else", on);
}

static void test_reply(void)
{
	struct matter m = answered(), open = asked(), after;
	struct entry *e;
	size_t n;

	ok(!matter_add_reply(db, a, &open, "Lisään vielä.", NULL, 0),
	   "%s: an addition", on);
	ok(now_of(&open).handling == open.handling &&
		   now_of(&open).version == open.version + 1,
	   "%s: leaves the handling, moves the version", on);
	ok(matter_add_reply(db, a, &open, "", NULL, 0) == ERR_INVALID,
	   "%s: nothing is no reply", on);
	ok(!matter_add_reply(db, a, &m, "Ei se ole.", NULL, 0),
	   "%s: a reply after the answer", on);
	after = now_of(&m);
	n = entries_of(&m, &e);
	ok(after.is_open && after.handling == HANDLING_ASSIGNED &&
		   after.handler_id == roadman.staff_id &&
		   after.outcome == OUTCOME_NONE,
	   "%s: is the handler's again", on);
	ok(str_same(e[n - 1].kind, "addition") &&
		   str_same(e[n - 1].author, "resident"),
	   "%s: in the resident's words", on);
	ok(due_of(&m, "answer") && !due_of(&m, "answer")->met_at,
	   "%s: with a new promise", on);
	ok(after.answered_at == m.answered_at,
	   "%s: the first answer still counts", on);
}

static void test_verdict(void)
{
	struct matter m = answered(), open = asked(), after;

	ok(matter_unsatisfied(db, a, &open, "", "Ei") == ERR_INVALID &&
		   matter_satisfied(db, a, &open, "") == ERR_INVALID,
	   "%s: no verdict before a result", on);
	ok(!matter_satisfied(db, a, &m, "") && !now_of(&m).is_open &&
		   str_same(now_of(&m).verdict, "satisfied"),
	   "%s: satisfied, and still closed", on);
	m = now_of(&m);
	ok(matter_unsatisfied(db, a, &m, "", "") == ERR_INVALID,
	   "%s: unsatisfied says why", on);
	ok(!matter_unsatisfied(db, a, &m, "", "Kuoppa on yhä siinä."),
	   "%s: unsatisfied", on);
	after = now_of(&m);
	ok(str_same(after.verdict, "reopen_requested") && after.is_open &&
		   after.handling == HANDLING_ASSIGNED &&
		   after.handler_id == roadman.staff_id,
	   "%s: is back in the handler's queue", on);
	ok(!due_of(&m, "reaction")->met_at && !due_of(&m, "answer")->met_at,
	   "%s: promised anew", on);
	ok(!matter_answer(db, a, &roadman, m.id, 0,
			  &ANSWER("Nyt on.", OUTCOME_DONE)) &&
		   str_same(now_of(&m).verdict, "none"),
	   "%s: a new answer is judged anew", on);
}

static void test_withdraw(void)
{
	struct matter m = asked(), fault;
	struct give g = message();
	struct entry *e;

	ok(!matter_withdraw(db, a, &m), "%s: withdrawn", on);
	ok(now_of(&m).outcome == OUTCOME_WITHDRAWN && !now_of(&m).is_open &&
		   !now_of(&m).may_publish && str_same(now_of(&m).text, m.text),
	   "%s: closed; the record stays, the consent goes", on);
	ok(entries_of(&m, &e) == 1 && !str_empty(e[0].text),
	   "%s: and the handler reads it in the thread", on);
	m = now_of(&m);
	ok(matter_withdraw(db, a, &m) == ERR_INVALID, "%s: once", on);
	g.type = "fault";
	fault = give(&g);
	ok(!matter_withdraw(db, a, &fault) && now_of(&fault).is_open &&
		   now_of(&fault).outcome == OUTCOME_WITHDRAWN,
	   "%s: a fault stays open: it may be dangerous", on);
	ok(!matter_close(db, a, &desk, fault.id, 0,
			 &(struct closing){OUTCOME_DONE, ""}),
	   "%s: until a person closes it", on);
}

/* ---- the public ---- */

static struct publish clean(void)
{
	return (struct publish){
		.title = "Kuoppa",
		.text = "Kadulla on kuoppa.",
		.answer = "Kuoppa on paikattu.",
		.show_text = true,
		.show_answer = true,
		.show_nickname = true,
	};
}

static void test_publish(void)
{
	struct matter m = answered(), shy;
	struct publish p = clean();
	struct publication pub;
	struct give g = message();

	ok(matter_publish(db, a, &roadman, m.id, 0, &p) == ERR_DENIED,
	   "%s: publishing is a permission", on);
	ok(matter_publish(db, a, &gardener, m.id, 0, &p) == ERR_NOT_FOUND,
	   "%s: of what one may see", on);
	ok(publication_get(db, a, m.id, &pub) == ERR_NOT_FOUND,
	   "%s: nothing is public by itself", on);
	ok(!matter_publish(db, a, &desk, m.id, 0, &p), "%s: published", on);
	ok(!publication_by_number(db, a, m.number_year, m.number, &pub) &&
		   str_same(pub.text_state, "public") &&
		   str_same(pub.text, "Kadulla on kuoppa.") &&
		   str_same(pub.nickname, "Kulkija") &&
		   str_same(pub.answer_state, "public") && pub.answered_at,
	   "%s: what the person made, not the original", on);
	p.show_text = p.show_answer = false;
	ok(matter_publish(db, a, &desk, m.id, 0, &p) == ERR_INVALID,
	   "%s: something must be shown", on);
	p = clean();
	p.show_answer = p.show_nickname = false;
	ok(!matter_publish(db, a, &desk, m.id, 0, &p) &&
		   !publication_get(db, a, m.id, &pub) &&
		   str_same(pub.answer, "") && str_same(pub.nickname, "") &&
		   str_same(pub.answer_state, "private") && pub.version == 2,
	   "%s: answer and nickname can stay private", on);
	shy = give(&g);
	p = clean();
	p.show_answer = false;
	ok(matter_publish(db, a, &desk, shy.id, 0, &p) == ERR_INVALID,
	   "%s: never without consent", on);
}

static void test_hits(void)
{
	static const char *const bad[] = {
		"Olen 131052-308T, soita.",
		"Soita 040 123 4567 heti.",
		"Kirjoita maija@example.org nyt.",
		"Tili FI21 1234 5600 0007 85.",
	};
	struct matter m = answered();
	struct publish p = clean();

	for (size_t i = 0; i < 4; i++) {
		p = clean();
		p.text = bad[i];
		ok(matter_publish(db, a, &desk, m.id, 0, &p) == ERR_INVALID,
		   "%s: not while it says \"%s\"", on, bad[i]);
		p = clean();
		p.answer = bad[i];
		ok(matter_publish(db, a, &desk, m.id, 0, &p) == ERR_INVALID,
		   "%s: nor in the answer", on);
	}
	p = clean();
	p.answer = "Kysy lisää: palaute@town.example tai 09 310 1691.";
	ok(!matter_publish(db, a, &desk, m.id, 0, &p),
	   "%s: the town's own contacts may stand", on);
}

static void test_consent(void)
{
	struct matter m = answered(), after;
	struct publish p = clean();
	struct publication pub;

	ok(!matter_publish(db, a, &desk, m.id, 0, &p), "%s: public", on);
	m = now_of(&m);
	ok(!matter_consent(db, a, &m, false), "%s: consent withdrawn", on);
	ok(!publication_get(db, a, m.id, &pub) &&
		   str_same(pub.text_state, "hidden") &&
		   str_same(pub.answer_state, "hidden"),
	   "%s: hidden at once", on);
	ok(matter_publish(db, a, &desk, m.id, 0, &p) == ERR_INVALID,
	   "%s: and cannot be published", on);
	clock_set(clock_now_us() + MINUTE_US);
	m = now_of(&m);
	ok(!matter_consent(db, a, &m, true), "%s: given again", on);
	after = now_of(&m);
	ok(after.consent_at > m.consent_at && after.may_publish &&
		   !publication_get(db, a, m.id, &pub) &&
		   str_same(pub.text_state, "hidden"),
	   "%s: newly dated; nothing is public before a person says so", on);
	ok(!matter_publish(db, a, &desk, m.id, 0, &p) &&
		   !matter_hide(db, a, &desk, m.id, 0, "Virhe") &&
		   !publication_get(db, a, m.id, &pub) &&
		   str_same(pub.hidden_why, "Virhe"),
	   "%s: hidden by staff, with a reason", on);
	ok(matter_hide(db, a, &desk, m.id, 0, "Virhe") == ERR_INVALID &&
		   matter_hide(db, a, &desk, m.id, 0, "") == ERR_INVALID,
	   "%s: once, and never without one", on);
}

static void test_confidential_topic(void)
{
	struct matter m = asked();
	struct publish p = clean();
	struct publication pub;

	p.show_answer = false;
	ok(!matter_publish(db, a, &desk, m.id, 0, &p), "%s: public", on);
	ok(!matter_route(db, a, &desk, m.id, 0,
			 &(struct route_to){topic_family, parks, 0, "", 0}),
	   "%s: moved into a confidential topic", on);
	ok(!publication_get(db, a, m.id, &pub) &&
		   str_same(pub.text_state, "hidden"),
	   "%s: is no longer public", on);
	ok(matter_publish(db, a, &trusted, m.id, 0, &p) == ERR_INVALID,
	   "%s: and never can be", on);
}

static bool in_list(const struct publication_filter *f, int64_t id)
{
	struct publication_page page = {0};

	if (publication_page(db, a, f, &page))
		printf("Bail out! list: %s\n", db_error(db));
	for (size_t i = 0; i < page.count; i++)
		if (page.list[i].matter_id == id)
			return true;
	return false;
}

static void test_public_list(void)
{
	struct matter m = answered(), hidden = answered();
	struct publish p = clean();
	struct publication pub;
	struct publication_filter f = {.type = "", .limit = 50};

	ok(!matter_publish(db, a, &desk, m.id, 0, &p) &&
		   !matter_publish(db, a, &desk, hidden.id, 0, &p) &&
		   !matter_hide(db, a, &desk, hidden.id, 0, "Virhe") &&
		   !publication_get(db, a, m.id, &pub),
	   "%s: one public, one hidden", on);
	ok(in_list(&f, m.id) && !in_list(&f, hidden.id),
	   "%s: the list has the public one", on);
	f.type = "question";
	f.topic_id = topic_roads;
	f.unit_id = streets;
	ok(in_list(&f, m.id), "%s: by type, topic and unit", on);
	f.type = "thanks";
	ok(!in_list(&f, m.id), "%s: not by another type", on);
	f = (struct publication_filter){.type = "question", .limit = 50};
	ok(in_list(&f, m.id), "%s: by type alone", on);
	f = (struct publication_filter){.unit_id = parks, .limit = 50};
	ok(!in_list(&f, m.id), "%s: not by another unit", on);
	f = (struct publication_filter){
		.limit = 50, .before_at = pub.published_at, .before_id = m.id};
	ok(!in_list(&f, m.id), "%s: the next page begins after it", on);
	f.before_id = m.id + 1;
	ok(in_list(&f, m.id), "%s: and not before", on);
}

/* ---- who sees what ---- */

static void test_visible(void)
{
	struct matter m = asked(), t = plain(), secret;
	struct give g = message();
	struct session own = nobody;

	g.topic_code = "family";
	secret = give(&g);
	ok(matter_visible(db, a, &desk, &m) && matter_visible(db, a, &desk, &t),
	   "%s: triage sees every matter", on);
	ok(!matter_visible(db, a, &desk, &secret),
	   "%s: but for confidential topics", on);
	ok(matter_visible(db, a, &roadman, &m) &&
		   !matter_visible(db, a, &roadman, &t) &&
		   !matter_visible(db, a, &gardener, &m),
	   "%s: a unit sees its own", on);
	ok(matter_visible(db, a, &trusted, &secret) &&
		   !matter_visible(db, a, &gardener, &secret),
	   "%s: the trusted see confidential ones of their unit", on);
	m.unit_id = winter;
	ok(matter_visible(db, a, &roadman, &m),
	   "%s: a permission covers the units below", on);
	ok(!matter_visible(db, a, &own, &m) && !matter_visible(db, a, NULL, &m),
	   "%s: who has no part sees nothing", on);
	m.handler_id = own.staff_id;
	ok(matter_visible(db, a, &own, &m), "%s: but for the own handler", on);
}

static bool queued(const struct session *s, enum queue q, int64_t id)
{
	struct queue_row *list;
	size_t n = 0;
	struct queue_key after = {0, 0};

	do {
		if (matter_queue(
			    db, a, s,
			    &(struct queue_want){.queue = q, .after = after},
			    &list, &n))
			printf("Bail out! queue: %s\n", db_error(db));
		for (size_t i = 0; i < n; i++)
			if (list[i].m.id == id)
				return true;
		if (n)
			after = (struct queue_key){list[n - 1].m.due_at,
						   list[n - 1].m.id};
	} while (n);
	return false;
}

static void test_queues(void)
{
	struct matter t = plain(), m = asked(), secret;
	struct give g = message();
	struct queue_counts c;
	struct queue_row *list;
	size_t n;

	g.topic_code = "family";
	secret = give(&g);
	ok(queued(&desk, QUEUE_TRIAGE, t.id) &&
		   !queued(&desk, QUEUE_TRIAGE, m.id) &&
		   !queued(&roadman, QUEUE_TRIAGE, t.id),
	   "%s: triage has what nobody has", on);
	ok(queued(&roadman, QUEUE_UNIT, m.id) &&
		   !queued(&gardener, QUEUE_UNIT, m.id),
	   "%s: the unit's queue", on);
	ok(!queued(&roadman, QUEUE_MINE, m.id) &&
		   !matter_take(db, a, &roadman, m.id, 0) &&
		   queued(&roadman, QUEUE_MINE, m.id),
	   "%s: mine once I took it", on);
	ok(queued(&trusted, QUEUE_UNIT, secret.id) &&
		   !queued(&gardener, QUEUE_UNIT, secret.id) &&
		   !queued(&gardener, QUEUE_ALL, secret.id) &&
		   !queued(&desk, QUEUE_ALL, secret.id),
	   "%s: confidential ones only for the trusted", on);
	ok(queued(&desk, QUEUE_ALL, m.id) &&
		   queued(&roadman, QUEUE_ALL, m.id) &&
		   !queued(&roadman, QUEUE_ALL, t.id) &&
		   !queued(&nobody, QUEUE_ALL, m.id),
	   "%s: all is what one may see", on);
	ok(!matter_queue_counts(db, a, &desk, &c) && c.triage > 0 &&
		   c.all > c.triage && c.unit == 0 && c.mine == 0,
	   "%s: counts", on);
	for (int i = 0; i < 60; i++)
		plain();
	ok(!matter_queue(db, a, &desk,
			 &(struct queue_want){.queue = QUEUE_TRIAGE,
					      .lang = LANG_SV,
					      .after = {t.due_at, t.id - 1}},
			 &list, &n) &&
		   n == QUEUE_PAGE && list[0].m.id == t.id && list[0].due_at &&
		   !list[0].late,
	   "%s: a page of fifty, oldest first", on);
	clock_set(clock_now_us() + 7 * DAY_US);
	ok(!matter_queue(db, a, &roadman,
			 &(struct queue_want){.queue = QUEUE_UNIT,
					      .lang = LANG_SV,
					      .after = {m.due_at, m.id - 1}},
			 &list, &n) &&
		   n && list[0].late &&
		   str_same(list[0].unit_name, "streets") &&
		   str_same(list[0].topic_name, "roads") &&
		   str_same(list[0].handler_name, "roadman"),
	   "%s: names, and late after a week", on);
}

static bool finds(const struct session *s, const char *query, int64_t id)
{
	struct queue_row *list;
	size_t n = 0;

	if (matter_search(db, a, s, &(struct search_want){LANG_FI, query},
			  &list, &n))
		printf("Bail out! search: %s\n", db_error(db));
	for (size_t i = 0; i < n; i++)
		if (list[i].m.id == id)
			return true;
	return false;
}

static void test_search(void)
{
	struct give g = message();
	struct matter m;

	g.topic_code = "roads";
	g.party.name = "Åke Öhman-Mäkinen";
	g.party.mail = "Ake.Ohman@example.org";
	g.party.phone = "040 765 4321";
	m = give(&g);
	ok(finds(&desk, matter_number(a, &m), m.id), "%s: by number", on);
	ok(finds(&desk, "ake.ohman@EXAMPLE.org", m.id), "%s: by mail", on);
	ok(finds(&desk, "+358 40 7654321", m.id) &&
		   finds(&desk, "0407654321", m.id),
	   "%s: by phone, however written", on);
	ok(finds(&desk, "öhman-mäkinen", m.id) && finds(&desk, "ÅKE", m.id) &&
		   finds(&desk, "Öhm", m.id) &&
		   finds(&desk, "Öhman-Mäkinen Åke", m.id),
	   "%s: by surname, first name, beginning, both", on);
	ok(!finds(&desk, "Öhmann", m.id) && !finds(&desk, "Åke Virtanen", m.id),
	   "%s: not by another name", on);
	ok(finds(&roadman, "ÅKE", m.id) && !finds(&gardener, "ÅKE", m.id) &&
		   !finds(&gardener, matter_number(a, &m), m.id),
	   "%s: within rights", on);
	ok(!finds(&desk, "", m.id) && !finds(&desk, "   ", m.id),
	   "%s: nothing finds nothing", on);
}

/* ---- files ---- */

static void test_files(void)
{
	struct upload u = {
		.field = "photo",
		.name = "kuoppa\".jpg",
		.media_type = "image/jpeg",
		.bytes = 12345,
		.digest = "abc",
		.file = arena_printf(a, "f%" PRId64, db_new_id(db)),
	};
	struct give g = message();
	struct upload back;
	struct attachment *list;
	struct matter m;
	const char *ticket = attach_ticket(a, 1, &u);
	char *forged = arena_strdup(a, ticket);
	bool is_free = false;
	size_t n = 0;

	ok(!attach_from_ticket(a, 1, ticket, &back) && back.bytes == 12345 &&
		   str_same(back.name, u.name) && str_same(back.file, u.file),
	   "%s: a ticket brings the upload back", on);
	forged[3] = forged[3] == 'A' ? 'B' : 'A';
	ok(attach_from_ticket(a, 1, forged, &back) == ERR_INVALID &&
		   attach_from_ticket(a, 2, ticket, &back) == ERR_INVALID &&
		   attach_from_ticket(a, 1, "", &back) == ERR_INVALID &&
		   attach_from_ticket(a, 1, "a.b", &back) == ERR_INVALID,
	   "%s: a forged or foreign one does not", on);
	g.uploads = &u;
	g.upload_count = 1;
	m = give(&g);
	ok(!attach_list(db, a, m.id, &list, &n) && n == 1 &&
		   str_same(list[0].file, u.file),
	   "%s: the file is the matter's", on);
	ok(!attach_is_free(db, a, u.file, &is_free) && !is_free,
	   "%s: and nobody else's", on);
	ok(matter_give(db, a, &g, &m) == ERR_CONFLICT,
	   "%s: not even by a second message", on);
	clock_set(clock_now_us() + DAY_US + MINUTE_US);
	ok(attach_from_ticket(a, 1, ticket, &back) == ERR_INVALID,
	   "%s: a ticket is good for a day", on);
}

/* ---- the chain ---- */

static bool verifies(int64_t *ret_bad)
{
	int64_t count = 0;
	bool good;

	*ret_bad = 0;
	if (db_read_begin(db))
		return false;
	good = !event_verify(db, a, &count, ret_bad) && count > 0;
	db_read_end(db);
	return good;
}

static void with_change(const struct sql_query *q, int64_t id)
{
	begin();
	if (db_exec(db, q, ARGS(ARG_INT(id))))
		printf("Bail out! change: %s\n", db_error(db));
	commit();
}

static void test_chain(void)
{
	struct event *list;
	struct matter m;
	int64_t bad, last;
	size_t n;

	begin();
	m = answered();
	ok(!event_list(db, a, m.id, &list, &n) && n == 3, "%s: three events",
	   on);
	commit();
	last = list[2].id;
	ok(verifies(&bad), "%s: the chain fits", on);
	with_change(&Q_erase, list[0].id);
	ok(verifies(&bad), "%s: an erased payload leaves it whole", on);
	with_change(&Q_tamper, list[1].id);
	ok(!verifies(&bad) && bad == list[1].id,
	   "%s: a changed payload breaks it there", on);
	with_change(&Q_erase, list[1].id);
	ok(verifies(&bad), "%s: (mended)", on);
	with_change(&Q_cut, last);
	ok(!verifies(&bad), "%s: cutting off the end shows", on);
}

static void test_reattributed(void)
{
	struct event *list;
	struct matter m;
	int64_t bad;
	size_t n;

	begin();
	m = answered();
	ok(!event_list(db, a, m.id, &list, &n), "%s: events", on);
	commit();
	with_change(&Q_reattribute, list[1].id);
	ok(!verifies(&bad), "%s: blaming somebody else breaks it", on);
}

/* ---- all of it ---- */

static void in_transaction(void (*test)(void))
{
	clock_set(MONDAY);
	begin();
	test();
	undo();
	arena_release(&arena);
}

static void suite(const char *engine, const char *url)
{
	static void (*const tests[])(void) = {
		test_steps,
		test_faults,
		test_arrival,
		test_wishes,
		test_receipt_mail,
		test_new_year,
		test_numbers,
		test_take_and_versions,
		test_urgent,
		test_route,
		test_interim_and_answer,
		test_told,
		test_ask,
		test_confidential_answer,
		test_close,
		test_release,
		test_code,
		test_reply,
		test_verdict,
		test_withdraw,
		test_publish,
		test_hits,
		test_consent,
		test_confidential_topic,
		test_public_list,
		test_visible,
		test_queues,
		test_search,
		test_files,
	};
	struct sql_config c = {.url = url, .cache_bytes = 16 << 20};
	char dir[300];
	int64_t id;

	on = engine;
	snprintf(dir, sizeof(dir), "%s/%s", getenv("KAIKU_TEST_DIR"), engine);
	c.dir = dir;
	if (!ok(!pool_open(&c, &pool), "%s: open", on) ||
	    !ok(!pool_create(pool, "town", &id) && !pool_get(pool, id, &db),
		"%s: a town: %s", on, pool_error(pool)))
		return;
	clock_set(MONDAY);
	town.id = id;
	tenant_now_set(&town);
	make_town();
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		in_transaction(tests[i]);
	clock_set(MONDAY + DAY_US);
	test_chain();
	test_reattributed();
	pool_close(pool);
}

int main(void)
{
	make_folder();
	return on_each_engine("test_matter", suite);
}
