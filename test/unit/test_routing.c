/*
 * test_routing.c: a matter between units: handed over, accepted, given back,
 * and what becomes of it when nobody does anything. On both engines;
 * KAIKU_TEST_PG is a PostgreSQL's address (test/pg.sh).
 */
#include "entry/entry.h"
#include "event/event.h"
#include "matter/handover.h"
#include "matter/matter.h"
#include "town.h"

#include <inttypes.h>

QUERY(Q_mails, "SELECT to_address, body_text FROM mail WHERE tenant_id = $1 "
	       "AND matter_id = $2 AND purpose = 'handover' "
	       "ORDER BY to_address");

/* Thursday 12 November 2026, 10.00 in Helsinki. */
#define THURSDAY (INT64_C(1794211200) * SECOND_US + 3 * (int64_t)DAY_US)

static int64_t streets, winter, parks, empty_unit;
static struct session desk, roadman, gardener;
static struct tenant town = {TOWN, .accept_workdays = 1,
			     .accept_back_workdays = 2};

/* ok() for texts, with what came instead. */
static void is(const char *got, const char *want, const char *name)
{
	bool same = str_same(got, want);

	ok(same, "%s: %s", on, name);
	if (!same)
		printf("# got:  %s\n# want: %s\n", got, want);
}

/* ---- a town with people ---- */

static void make_town(void)
{
	struct topic roads = {
		.code = "roads",
		.name = {"roads", "roads", "roads"},
		.active = true,
	};
	int64_t id;

	begin();
	streets = make_unit("streets", 0, "streets@town.example");
	winter = make_unit("winter", streets, "winter@town.example");
	parks = make_unit("parks", 0, "");
	empty_unit = make_unit("empty", 0, "empty@town.example");
	roads.default_unit_id = streets;
	ok(!topic_save(db, a, &roads, &id), "%s: topic", on);
	desk = make_person("desk", 0, GRANTS({"triage", 0}));
	roadman = make_person("roadman", streets, GRANTS({"handle", streets}));
	gardener = make_person("gardener", parks, GRANTS({"handle", parks}));
	commit();
}

static struct matter give(const char *topic)
{
	struct give g = {
		.kind = "feedback",
		.type = "",
		.topic_code = topic,
		.title = "",
		.text = "Kadulla on kuoppa, johon kaatuu.",
		.place = "",
		.nickname = "",
		.party = {"", "", ""},
		.lang = LANG_FI,
		.channel = "web",
	};
	struct matter m = {0};

	if (matter_give(db, a, &g, &m))
		printf("Bail out! give: %s\n", db_error(db));
	return m;
}

static struct matter now_of(const struct matter *m)
{
	struct matter again = {0};

	if (matter_get(db, a, m->id, &again))
		printf("Bail out! get\n");
	return again;
}

static enum err send_to(const struct session *s, const struct matter *m,
			int64_t unit, const char *note)
{
	return matter_route(db, a, s, m->id, 0,
			    &(struct route_to){.unit_id = unit, .note = note});
}

static const char *events_of(const struct matter *m)
{
	struct event *list;
	struct str s;
	size_t n = 0;

	str_init(&s, a, 64);
	if (event_list(db, a, m->id, &list, &n))
		return "(none)";
	for (size_t i = 0; i < n; i++)
		str_printf(&s, "%s%s", i ? " " : "", list[i].kind);
	return s.ptr;
}

/* ---- the rule, without a database ---- */

static int64_t at(int day, int hour)
{
	return THURSDAY + day * (int64_t)DAY_US +
	       (hour - 10) * (int64_t)HOUR_US;
}

static void test_step(void)
{
	struct matter m = {.handling = HANDLING_ASSIGNED, .unit_id = 1};

	ok(handover_due(NULL, at(0, 10), 1) == at(1, 24) - 1,
	   "one working day after Thursday is Friday's end");
	ok(handover_due(NULL, at(1, 10), 1) == at(4, 24) - 1,
	   "one working day after Friday is Monday's end");
	ok(handover_step(&m, at(9, 0)) == HANDOVER_WAIT, "accepted: nothing");
	m.accept_due_at = at(1, 24) - 1;
	ok(handover_step(&m, at(1, 23)) == HANDOVER_WAIT, "in time: nothing");
	ok(handover_step(&m, at(1, 24)) == HANDOVER_REMIND, "then a reminder");
	m.accept_reminded_at = at(2, 0);
	m.accept_due_at = at(4, 24) - 1;
	ok(handover_step(&m, at(4, 12)) == HANDOVER_WAIT, "time to react");
	ok(handover_step(&m, at(5, 0)) == HANDOVER_BACK, "then back");
	m.handling = HANDLING_IN_WORK;
	handover_settle(&m);
	ok(!m.accept_due_at && !m.accept_reminded_at, "work is acceptance");
}

/* ---- handing over ---- */

static void test_accept(void)
{
	struct matter m = give("roads"), plain = give("");

	ok(m.accept_due_at == at(1, 24) - 1,
	   "%s: a topic's unit has until tomorrow's end", on);
	ok(!plain.accept_due_at, "%s: triage has nothing to accept", on);
	ok(matter_accept(db, a, &desk, m.id, 0) == ERR_INVALID,
	   "%s: not the one who directs accepts", on);
	ok(matter_accept(db, a, &gardener, m.id, 0) == ERR_NOT_FOUND,
	   "%s: nor another unit", on);
	ok(!matter_accept(db, a, &roadman, m.id, m.version),
	   "%s: somebody of the unit does", on);
	m = now_of(&m);
	ok(!m.accept_due_at && m.handling == HANDLING_ASSIGNED && !m.handler_id,
	   "%s: it is the unit's, and in its queue", on);
	ok(matter_accept(db, a, &roadman, m.id, 0) == ERR_INVALID, "%s: once",
	   on);
	m = give("roads");
	ok(!matter_take(db, a, &roadman, m.id, 0) && !now_of(&m).accept_due_at,
	   "%s: to take it is to accept it", on);
}

static void test_hand_on(void)
{
	struct matter m = give("roads");

	ok(send_to(&roadman, &m, parks, "") == ERR_INVALID,
	   "%s: to another unit with a note only", on);
	ok(!send_to(&roadman, &m, parks, "Puistokäytävä."), "%s: with one", on);
	m = now_of(&m);
	ok(m.unit_id == parks && m.handed_from == streets && m.accept_due_at,
	   "%s: it waits there", on);
	ok(matter_return(db, a, &gardener, m.id, 0, "") == ERR_INVALID,
	   "%s: a return needs a reason", on);
	ok(!matter_return(db, a, &gardener, m.id, 0, "Ei ole puisto."),
	   "%s: and goes back", on);
	m = now_of(&m);
	ok(m.unit_id == streets && m.accept_due_at && !m.handed_from,
	   "%s: to the unit that had it", on);
	ok(!matter_return(db, a, &roadman, m.id, 0, "Eikä katu."),
	   "%s: given back again", on);
	m = now_of(&m);
	ok(!m.unit_id && m.handling == HANDLING_TRIAGE &&
		   m.handed_from == streets && !m.accept_due_at,
	   "%s: it is directed, never sent in rings", on);
	is(events_of(&m), "matter_created routed returned returned",
	   "every step is an event");
	ok(!send_to(&desk, &m, winter, ""),
	   "%s: who directs needs no note; a unit below is manned", on);
	ok(send_to(&desk, &m, empty_unit, "") == ERR_INVALID,
	   "%s: a unit where nobody works is no target", on);
}

static void test_at_home(void)
{
	struct matter m = give("roads");
	struct route_to to = {
		.unit_id = streets, .handler_id = roadman.staff_id, .note = ""};

	ok(!matter_route(db, a, &desk, m.id, 0, &to) &&
		   now_of(&m).accept_due_at,
	   "%s: a person named from outside has yet to accept", on);
	ok(!matter_route(db, a, &roadman, m.id, 0, &to) &&
		   !now_of(&m).accept_due_at,
	   "%s: named at home it is accepted", on);
}

/* ---- nobody accepts ---- */

static void run_job(void)
{
	struct job_context c = {.db = db, .arena = a};
	bool wanted = false;

	if (db_read_begin(db))
		printf("Bail out! read\n");
	ok(!handover_job_wanted(db, a, &wanted), "%s: asked", on);
	db_read_end(db);
	if (wanted)
		ok(!handover_job_run(&c, NULL), "%s: the job runs", on);
}

static size_t mails_of(const struct matter *m, struct rows **ret_rows)
{
	if (db_rows(db, a, &Q_mails, ARGS(ARG_INT(m->id)), ret_rows))
		printf("Bail out! mails\n");
	return rows_count(*ret_rows);
}

static void test_nobody(void)
{
	struct matter m, other;
	struct rows *r;

	begin();
	m = give("roads");
	other = give("");
	ok(!send_to(&desk, &other, parks, ""), "%s: to a unit without a box",
	   on);
	commit();
	clock_set(at(1, 20));
	run_job();
	is(events_of(&m), "matter_created", "in time nothing happens");

	/* The machine was away over the week-end: one reminder, not three. */
	clock_set(at(6, 9));
	run_job();
	run_job();
	is(events_of(&m), "matter_created handover_reminded", "one reminder");
	ok(now_of(&m).version == m.version && now_of(&m).unit_id == streets,
	   "%s: that disturbs nobody", on);
	ok(now_of(&m).accept_due_at == at(8, 24) - 1,
	   "%s: two working days from the reminder", on);
	ok(mails_of(&m, &r) == 1 && rows_next(r), "%s: one mail", on);
	is(rows_text(r, 0), "streets@town.example", "to the mailbox");
	ok(strstr(rows_text(r, 1), "/staff/matters/") &&
		   !strstr(rows_text(r, 1), "kuoppa"),
	   "%s: with the way there, without the words", on);
	ok(mails_of(&other, &r) == 1 && rows_next(r), "%s: one mail", on);
	is(rows_text(r, 0), "gardener@town.example",
	   "without a mailbox to those who work there");

	begin();
	ok(!matter_accept(db, a, &gardener, other.id, 0), "%s: one is accepted",
	   on);
	commit();
	clock_set(at(11, 9));
	run_job();
	run_job();
	m = now_of(&m);
	ok(m.handling == HANDLING_TRIAGE && !m.unit_id &&
		   m.handed_from == streets,
	   "%s: the other goes back to be directed", on);
	is(events_of(&m), "matter_created handover_reminded handover_expired",
	   "once");
	ok(now_of(&other).unit_id == parks, "%s: the accepted one stays", on);
}

static void leave_unit(int64_t staff_id, bool active)
{
	struct staff who;
	int64_t id;

	begin();
	ok(!staff_get(db, a, staff_id, &who), "%s: somebody", on);
	who.active = active;
	ok(!staff_save(db, a, &who, &id), "%s: %s", on,
	   active ? "comes back" : "leaves");
	commit();
}

static void test_nobody_left(void)
{
	struct matter m;
	struct rows *r;

	clock_set(THURSDAY);
	begin();
	m = give("roads");
	commit();
	leave_unit(roadman.staff_id, false);
	clock_set(at(5, 9));
	run_job();
	m = now_of(&m);
	ok(m.handling == HANDLING_TRIAGE && !mails_of(&m, &r),
	   "%s: with nobody to remind it goes back at once", on);
	leave_unit(roadman.staff_id, true);
}

/* ---- all of it ---- */

static void in_transaction(void (*test)(void))
{
	clock_set(THURSDAY);
	begin();
	test();
	db_write_abort(db);
}

static void suite(const char *engine, const char *url)
{
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
	clock_set(THURSDAY);
	town.id = id;
	tenant_now_set(&town);
	make_town();
	in_transaction(test_accept);
	in_transaction(test_hand_on);
	in_transaction(test_at_home);
	clock_set(THURSDAY);
	test_nobody();
	test_nobody_left();
	pool_close(pool);
	arena_release(&arena);
}

int main(void)
{
	make_folder();
	test_step();
	return on_each_engine("test_routing", suite);
}
