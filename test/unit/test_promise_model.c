/*
 * test_promise_model.c: thousands of matters live through two years with a
 * clock of the test's own, random acts of people, days on which the machine is
 * down, holidays and closed days. An oracle that shares no code with the
 * house keeps the books: which due each matter has and who is to be reminded
 * of it when. After every run of the job its rows must be those of the oracle,
 * no more and no fewer: none missed, none doubled, after a standstill one.
 *
 * The oracle's holidays are the dates of test/vectors/workdays.json, its local
 * time is the rule of the European summer time, its terms are counted day by
 * day from the definitions in words.
 *
 * KAIKU_MODEL_MATTERS sets how many, KAIKU_MODEL_SEED another course of events.
 */
#include "due/book.h"
#include "matter/promised.h"
#include "matter/remind.h"
#include "matter/rules.h"
#include "tenant/audit.h"
#include "town.h"
#include "vectors.h"

#include <inttypes.h>

/* Replies are told by the act itself, not by the job: counted apart. */
QUERY(Q_new_reminders, "SELECT id, matter_id, kind, staff_id, unit_id "
		       "FROM reminder WHERE tenant_id = $1 AND id > $2 "
		       "AND kind <> 'reply' ORDER BY id");
QUERY(Q_replies, "SELECT COUNT(*) FROM reminder WHERE tenant_id = $1 "
		 "AND kind = 'reply' AND mail_id IS NOT NULL");
QUERY(Q_digests, "SELECT id, to_address FROM mail WHERE tenant_id = $1 "
		 "AND purpose = 'digest' ORDER BY to_address, id");
QUERY(Q_waiting, "SELECT COUNT(*) FROM reminder WHERE tenant_id = $1 "
		 "AND done_at IS NULL");
QUERY(Q_leaks, "SELECT COUNT(*) FROM mail WHERE tenant_id = $1 AND "
	       "(body_text LIKE '%Salainen%' OR body_html LIKE '%Salainen%' "
	       "OR subject LIKE '%Salainen%')");
QUERY(Q_told_twice,
      "SELECT COUNT(*) FROM (SELECT mail_id FROM reminder "
      "WHERE tenant_id = $1 AND mail_id IS NOT NULL AND kind = 'new' "
      "GROUP BY mail_id HAVING COUNT(*) > 1) AS twice");

QUERY(Q_of_one, "SELECT COUNT(*), MAX(id) FROM reminder WHERE tenant_id = $1 "
		"AND matter_id = $2");

static int64_t replies; /* that residents wrote */

enum { YEARS = 2, DUES = 40, STANDS = 24, ACTS_MAX = 14 };
#define STEP_US (6 * HOUR_US)

static struct tenant town = {
	TOWN,
	.remind_first_days = 3,
	.remind_second_days = 7,
	.escalate_days = 5,
	.digest_hour = 7,
};

static uint64_t seed;
static uint32_t dice(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 16) % n);
}

/* ================= the oracle's time ================= */

/* Days since 1970 of a civil date, by counting leap years. */
static int64_t o_days(int y, int m, int d)
{
	static const int before[] = {0,   31,  59,  90,  120, 151,
				     181, 212, 243, 273, 304, 334};
	int64_t n = 0;

	for (int i = 1970; i < y; i++)
		n += (i % 4 == 0 && (i % 100 || i % 400 == 0)) ? 366 : 365;
	n += before[m - 1] + d - 1;
	return n + (m > 2 && y % 4 == 0 && (y % 100 || y % 400 == 0));
}

/* 1970-01-01 was a Thursday; 0 = Monday. */
static int o_weekday(int64_t day)
{
	return (int)((day + 3) % 7);
}

/* Summer time runs from the last Sunday of March to that of October, 01.00 UTC. */
static int64_t o_offset(int64_t us)
{
	int year = 1970;

	while (o_days(year + 1, 1, 1) * DAY_US <= us)
		year++;
	int64_t march = o_days(year, 3, 31), october = o_days(year, 10, 31);

	march -= (o_weekday(march) + 1) % 7;
	october -= (o_weekday(october) + 1) % 7;
	return us >= march * DAY_US + HOUR_US && us < october * DAY_US + HOUR_US
		       ? 3 * HOUR_US
		       : 2 * HOUR_US;
}

static int64_t o_day_of(int64_t us)
{
	return (us + o_offset(us)) / DAY_US;
}

/* Midnight is never near a change of the clocks. */
static int64_t o_start(int64_t day)
{
	return day * DAY_US - o_offset(day * DAY_US - 2 * HOUR_US);
}

/* ================= the oracle's calendar ================= */

static int64_t *o_holidays;
static size_t o_holiday_count;
static int64_t o_closed[64];
static size_t o_closed_count;
static int o_opens[7] = {480, 480, 480, 480, 540, 600, 0};
static int o_closes[7] = {960, 960, 960, 960, 840, 720, 0};

static bool among(const int64_t *list, size_t n, int64_t day)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == day)
			return true;
	return false;
}

static bool o_holiday(int64_t day)
{
	return among(o_holidays, o_holiday_count, day);
}

static bool o_workday(int64_t day)
{
	return o_weekday(day) < 5 && !o_holiday(day) &&
	       !among(o_closed, o_closed_count, day);
}

static void read_holidays(void)
{
	json_t *file = vector_file("workdays"), *row;
	size_t i;

	o_holidays =
		arena_array(a, json_array_size(vector_list(file, "holidays")),
			    sizeof(*o_holidays));
	json_array_foreach(vector_list(file, "holidays"), i, row)
	{
		struct date d = vector_date(vector_text(row, "date"));

		o_holidays[o_holiday_count++] = o_days(d.year, d.month, d.day);
	}
	/* The oracle itself against the vectors, before it judges others. */
	bool right = true;

	json_array_foreach(vector_list(file, "add_working_days"), i, row)
	{
		struct date s = vector_date(vector_text(row, "start"));
		struct date d = vector_date(vector_text(row, "due"));
		int64_t day = o_days(s.year, s.month, s.day);
		json_int_t left = vector_int(row, "days");

		while (left > 0)
			left -= o_workday(++day);
		/* the list of holidays ends with 2035 */
		right &= d.year > 2035 || day == o_days(d.year, d.month, d.day);
	}
	ok(right && i > 100, "the oracle counts %zu rows as the vectors do", i);
	json_decref(file);
}

/* ================= the oracle's books ================= */

enum o_measure { O_DATE, O_WORKDAYS, O_HOURS, O_DAYS };
struct o_due {
	char what; /* r, a, p */
	enum o_measure measure;
	int64_t start, at;
	int amount;
	bool met;
};
struct o_stand {
	int64_t from, until;
};
struct o_matter {
	int64_t id;
	bool open, wants, waiting, expects, statutory, reacted;
	int topic, unit; /* unit: 0 = none */
	bool handled;    /* somebody has it in hand */
	int64_t received, touched, told, assigned, wish;
	struct o_due dues[DUES];
	int due_count;
	struct o_stand stands[STANDS];
	int stand_count;
	int acts;
};
static struct o_matter *all;
static size_t all_count;

static bool pausable(const struct o_due *d)
{
	return d->measure == O_WORKDAYS || d->measure == O_HOURS;
}

static bool stood_at(const struct o_matter *m, int64_t us)
{
	for (int i = 0; i < m->stand_count; i++)
		if (m->stands[i].from <= us &&
		    (!m->stands[i].until || m->stands[i].until > us))
			return true;
	return false;
}

/* Open time between from and to in which the clock does not stand. */
static int64_t o_open_time(const struct o_matter *m, int64_t from, int64_t to)
{
	int64_t sum = 0;

	for (int64_t day = o_day_of(from); o_start(day) < to; day++) {
		int w = o_weekday(day);
		int64_t off = o_offset(o_start(day) + 12 * HOUR_US);
		int64_t b = day * DAY_US + o_opens[w] * MINUTE_US - off;
		int64_t e = day * DAY_US + o_closes[w] * MINUTE_US - off;

		if (o_holiday(day) || among(o_closed, o_closed_count, day))
			continue;
		b = b > from ? b : from;
		e = e < to ? e : to;
		if (b >= e)
			continue;
		sum += e - b;
		for (int i = 0; i < m->stand_count; i++) {
			const struct o_stand *s = &m->stands[i];
			int64_t x = s->from > b ? s->from : b;
			int64_t y = s->until && s->until < e ? s->until : e;

			if (y > x)
				sum -= y - x;
		}
	}
	return sum;
}

/* The first instant at which so much open time has gone by. */
static int64_t o_hours(const struct o_matter *m, int64_t start, int hours)
{
	int64_t low = start, high = start + 8 * DAY_US;

	while (o_open_time(m, start, high) < hours * HOUR_US)
		high += 8 * DAY_US;
	while (low + 1 < high) {
		int64_t mid = low + (high - low) / 2;

		if (o_open_time(m, start, mid) >= hours * HOUR_US)
			high = mid;
		else
			low = mid;
	}
	return high;
}

static int64_t o_term(const struct o_matter *m, const struct o_due *d)
{
	int64_t day = o_day_of(d->start);
	int left = d->amount;

	if (d->measure == O_HOURS)
		return o_hours(m, d->start, d->amount);
	if (d->measure == O_DAYS)
		return o_start(day + d->amount + 1) - 1;
	while (left > 0) {
		day++;
		/* it counts when the clock runs as the day ends */
		if (o_workday(day) && !stood_at(m, o_start(day + 1) - 1))
			left--;
	}
	return o_start(day + 1) - 1;
}

static void o_begin(struct o_matter *m, char what, int64_t start,
		    enum o_measure measure, int amount)
{
	struct o_due *d = &m->dues[m->due_count];

	for (int i = 0; i < m->due_count; i++)
		if (m->dues[i].what == what && !m->dues[i].met)
			return; /* it runs already */
	if (m->due_count == DUES)
		return;
	m->due_count++;
	*d = (struct o_due){what, measure, start, 0, amount, false};
	if (measure == O_DATE)
		return;
	/* as if the clock ran; while it stands it has no date */
	struct o_matter running = {.received = m->received};

	d->at = o_term(&running, d);
}

static void o_meet(struct o_matter *m, char what)
{
	for (int i = 0; i < m->due_count; i++)
		if (m->dues[i].what == what)
			m->dues[i].met = true;
}

static int64_t o_promised(const struct o_matter *m)
{
	for (int i = 0; i < m->due_count; i++)
		if (m->dues[i].what == 'p' && !m->dues[i].met)
			return m->dues[i].at;
	return 0;
}

/* Not met, its clock runs, and no later date was promised instead. */
static bool o_runs(const struct o_matter *m, const struct o_due *d)
{
	if (d->met || (m->waiting && pausable(d)))
		return false;
	return d->what != 'a' || d->measure == O_DAYS || o_promised(m) <= d->at;
}

/* The clock begins or stops to stand still. */
static void o_wait(struct o_matter *m, bool waiting, int64_t now)
{
	if (waiting == m->waiting)
		return;
	m->waiting = waiting;
	if (waiting) {
		m->stands[m->stand_count++] = (struct o_stand){now, 0};
		return;
	}
	m->stands[m->stand_count - 1].until = now;
	m->touched = now;
	for (int i = 0; i < m->due_count; i++)
		if (!m->dues[i].met && pausable(&m->dues[i]))
			m->dues[i].at = o_term(m, &m->dues[i]);
}

/* ================= the town ================= */

enum { T_NONE, T_ROADS, T_WINTER, T_HOURS, T_ACCESS, T_SECRET, TOPICS };
static const char *const topic_codes[TOPICS] = {
	"", "roads", "winter", "hours", "accessibility", "secret"};
static int64_t topic_ids[TOPICS];
static int64_t units[4]; /* 1 streets, 2 winter below it, 3 parks */
static const int topic_unit[TOPICS] = {0, 1, 2, 3, 0, 3};
static const int unit_mail[4] = {0, 1, 1, 3}; /* whose mailbox it is */
static const bool unit_head[4] = {false, true, true, false};
static struct session worker;
static int64_t boss;

/* Amount and measure of what is promised, by the rows made in make_town(). */
static void o_promise(int topic, const char *type, char what,
		      enum o_measure *measure, int *amount)
{
	bool question = str_same(type, "question");

	*measure = O_WORKDAYS;
	*amount = what == 'r' ? 2 : 5;
	if (topic == T_ROADS || topic == T_WINTER) {
		if (what == 'a')
			*amount = question ? 3 : 8;
	}
	if (topic == T_WINTER && what == 'r') {
		*measure = O_HOURS;
		*amount = 6;
	}
	if (topic == T_HOURS) {
		*measure = O_HOURS;
		*amount = what == 'r' ? 4 : 30;
	}
}

static enum err no_audit(struct db *d, struct arena *x, const char *kind,
			 int64_t staff, const char *payload)
{
	(void)d, (void)x, (void)kind, (void)staff, (void)payload;
	return OK;
}

static void must(enum err err, const char *what)
{
	if (!err)
		return;
	printf("Bail out! %s: %s: %d %s\n", on, what, err,
	       db ? db_error(db) : "");
	exit(1);
}

static void make_topic(int i, int parent)
{
	struct topic t = {
		.code = topic_codes[i],
		.name = {topic_codes[i], topic_codes[i], topic_codes[i]},
		.parent_id = parent ? topic_ids[parent] : 0,
		.default_unit_id = units[topic_unit[i]],
		.confidential = i == T_SECRET,
		.active = true};

	if (i == T_SECRET)
		t.name[LANG_FI] = t.name[LANG_SV] = t.name[LANG_EN] =
			"Salainen";
	must(topic_save(db, a, &t, &topic_ids[i]), topic_codes[i]);
}

static void make_promises(void)
{
	const struct promise roads[] = {
		{0, "", "answer", {8, MEASURE_WORKDAYS}},
		{0, "question", "answer", {3, MEASURE_WORKDAYS}}};
	const struct promise winter[] = {
		{0, "", "reaction", {6, MEASURE_HOURS}}};
	const struct promise hours[] = {{0, "", "reaction", {4, MEASURE_HOURS}},
					{0, "", "answer", {30, MEASURE_HOURS}}};
	struct open_hours week[8] = {{0, 0}};

	for (int i = 0; i < 7; i++)
		week[i + 1] = (struct open_hours){o_opens[i], o_closes[i]};
	must(promise_change(db, a, 1, topic_ids[T_ROADS], roads, 2), "roads");
	must(promise_change(db, a, 1, topic_ids[T_WINTER], winter, 1), "w");
	must(promise_change(db, a, 1, topic_ids[T_HOURS], hours, 2), "hours");
	must(opening_hours_change(db, a, 1, week), "opening hours");
	for (size_t i = 0; i < o_closed_count; i++)
		must(closed_day_add(db, a, 1, date_from_days(o_closed[i]), ""),
		     "closed day");
}

static void make_town(void)
{
	const struct grant every[] = {
		{"triage", 0}, {"handle", 0}, {"confidential", 0}};
	struct unit u;

	must(db_write_begin(db), "begin");
	units[1] = make_unit("streets", 0, "kadut@town.example");
	units[2] = make_unit("winter", units[1], "");
	units[3] = make_unit("parks", 0, "puistot@town.example");
	for (int i = 1; i < TOPICS; i++)
		make_topic(i, i == T_WINTER ? T_ROADS : 0);
	worker = (struct session){
		.staff_id = make_person("worker", units[1], every, 3).staff_id,
		.unit_id = units[1],
		.rights = PERM_TRIAGE | PERM_HANDLE | PERM_CONFIDENTIAL};
	/* a unit without people takes nothing */
	make_person("plougher", units[2], NULL, 0);
	make_person("gardener", units[3], NULL, 0);
	boss = make_person("boss", units[1], NULL, 0).staff_id;
	must(unit_get(db, a, units[1], &u), "unit");
	u.head_id = boss;
	must(unit_save(db, a, &u, &u.id), "head");
	make_promises();
	must(db_write_commit(db), "commit");
}

/* ================= acts, in the house and in the books ================= */

static bool wrong_dues(const struct o_matter *m)
{
	struct arena own = ARENA_INIT;
	struct due *list;
	size_t n;
	bool wrong = false;

	must(due_list(db, &own, m->id, &list, &n), "dues");
	wrong = n != (size_t)m->due_count;
	for (int i = 0; i < m->due_count && !wrong; i++) {
		const struct o_due *o = &m->dues[i];
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			found = list[k].what[0] == o->what &&
				!list[k].met_at == !o->met &&
				(o->measure == O_DATE ||
				 list[k].start_at == o->start) &&
				(o->met ||
				 due_runs(&list[k]) == o_runs(m, o)) &&
				/* standing still it has no date */
				((!o->met && m->waiting && pausable(o)) ||
				 list[k].due_at == o->at);
		wrong = !found;
		for (size_t k = 0; wrong && k < n; k++)
			printf("# %s due %s at %" PRId64 " met %d clock %s, "
			       "oracle %c at %" PRId64 " met %d runs %d\n",
			       on, list[k].what, list[k].due_at,
			       list[k].met_at != 0, list[k].clock, o->what,
			       o->at, o->met, o_runs(m, o));
	}
	arena_release(&own);
	return wrong;
}

static int dues_wrong, dues_checked;

static void check_dues(const struct o_matter *m)
{
	dues_checked++;
	if (wrong_dues(m) && dues_wrong++ < 5)
		printf("# matter %" PRId64 ", topic %s, act %d\n", m->id,
		       topic_codes[m->topic], m->acts);
}

static void o_again(struct o_matter *m, const char *type, bool reaction,
		    bool answer, int64_t now)
{
	enum o_measure measure;
	int amount;

	if (reaction) {
		o_promise(m->topic, type, 'r', &measure, &amount);
		o_begin(m, 'r', now, measure, amount);
	}
	if (answer) {
		o_promise(m->topic, type, 'a', &measure, &amount);
		if (m->topic == T_ACCESS)
			measure = O_DAYS, amount = 14;
		o_begin(m, 'a', now, measure, amount);
	}
}

static const char *const kinds[] = {"question", "fault", "criticism"};
static const char *type_of(const struct o_matter *m)
{
	return kinds[(m - all) % 3];
}

static void act_arrive(struct arena *x, struct o_matter *m, int64_t now)
{
	struct give g = {.kind = "feedback",
			 .title = "",
			 .text = "Kadulla on kuoppa, johon kaatuu.",
			 .place = "",
			 .nickname = "",
			 .party = {"", "", ""},
			 .lang = LANG_FI,
			 .channel = "web"};
	struct matter stored;

	m->topic = (int)dice(TOPICS);
	m->wants = dice(3) > 0;
	g.topic_code = topic_codes[m->topic];
	g.type = type_of(m);
	g.wants_reply = m->wants;
	m->wants |= str_same(g.type, "question");
	must(matter_give(db, x, &g, &stored), "give");
	m->id = stored.id;
	m->open = m->expects = true;
	m->unit = topic_unit[m->topic];
	m->received = m->touched = now;
	m->told = now - 1;
	m->assigned = m->unit ? now : 0;
	o_again(m, g.type, true, false, now);
	if (m->wants)
		o_again(m, g.type, false, true, now);
}

static void act_take(struct arena *x, struct o_matter *m, int64_t now)
{
	must(matter_take(db, x, &worker, m->id, 0), "take");
	o_wait(m, false, now);
	if (!m->handled || !m->unit)
		m->assigned = 0;
	if (!m->unit)
		m->unit = 1; /* the worker's */
	m->handled = m->expects = true;
	m->touched = now;
}

static void act_route(struct arena *x, struct o_matter *m, int64_t now)
{
	int unit = (int)dice(4);
	const struct route_to to = {.unit_id = units[unit], .note = ""};
	bool moved = unit != m->unit || m->handled;

	must(matter_route(db, x, &worker, m->id, 0, &to), "route");
	o_wait(m, false, now);
	if (moved)
		m->assigned = unit ? now : 0;
	m->unit = unit;
	m->handled = false;
	m->expects = true;
	m->touched = now;
}

static void say_interim(struct arena *x, struct o_matter *m, int64_t now)
{
	struct matter row;

	must(matter_get(db, x, m->id, &row), "get");
	must(matter_interim(db, x, &worker, m->id, 0,
			    &(struct answer){.text = "Selvitämme."}),
	     "interim");
	o_meet(m, 'r');
	o_again(m, type_of(m), false, true, now);
	m->touched = now;
}

static void o_end(struct o_matter *m, int64_t now)
{
	o_meet(m, 'r');
	o_meet(m, 'p');
	m->open = m->expects = false;
	o_wait(m, false, now);
	if (!m->handled && m->unit)
		m->assigned = 0;
	m->handled = true;
	m->touched = now;
}

static void say_answer(struct arena *x, struct o_matter *m, int64_t now)
{
	const struct answer ans = {.text = "Kuoppa on korjattu.",
				   .outcome = OUTCOME_DONE,
				   .reason = ""};

	must(matter_answer(db, x, &worker, m->id, 0, &ans), "answer");
	o_meet(m, 'a');
	o_end(m, now);
}

static void act_close(struct arena *x, struct o_matter *m, int64_t now)
{
	const struct closing c = {OUTCOME_IMPROPER, "Ei vaadi vastausta."};

	must(matter_close(db, x, &worker, m->id, 0, &c), "close");
	o_end(m, now);
}

static void act_wait(struct arena *x, struct o_matter *m, int64_t now)
{
	struct act act = {.db = db, .arena = x};

	if (m->waiting || m->stand_count == STANDS)
		return;
	must(act_begin(&act, &worker, m->id, 0), "begin");
	act.m.handling = HANDLING_WAITING_RESIDENT;
	must(act_end(&act, "asked"), "ask");
	o_wait(m, true, now);
	m->expects = false;
	m->touched = now;
}

/* The sender says more; what was closed or stood still goes on. */
static void act_add(struct arena *x, struct o_matter *m, int64_t now)
{
	struct matter row;

	must(matter_get(db, x, m->id, &row), "get");
	must(matter_add_reply(db, x, &row, "Kuoppa on yhä siellä.", NULL, 0),
	     "add");
	replies++;
	if (m->waiting) {
		o_wait(m, false, now);
		m->expects = true;
	}
	if (m->open)
		return;
	m->open = m->expects = true;
	m->touched = now;
	o_again(m, type_of(m), true, m->wants, now);
}

static void act_again(struct arena *x, struct o_matter *m, int64_t now)
{
	must(matter_reopen(db, x, &worker, m->id, 0, ""), "reopen");
	m->open = m->expects = true;
	m->touched = now;
	o_again(m, type_of(m), true, m->wants, now);
}

static void act_promise(struct arena *x, struct o_matter *m, int64_t now)
{
	int64_t day = o_day_of(now) + dice(40);
	struct promised p = {date_from_days(day), "Työ on tilattu."};
	int64_t at = o_start(day + 1) - 1, was = o_promised(m);

	if (at == was || (!was && m->due_count == DUES))
		return;
	must(matter_promise(db, x, &worker, m->id, 0, &p), "promise");
	o_meet(m, 'r');
	if (!was)
		o_begin(m, 'p', 0, O_DATE, 0);
	for (int i = 0; i < m->due_count; i++)
		if (m->dues[i].what == 'p' && !m->dues[i].met)
			m->dues[i].at = at;
	m->expects = false;
	m->touched = now;
}

static void act_wish(struct arena *x, struct o_matter *m, int64_t now)
{
	int64_t day = o_day_of(now) + 1 + dice(20);
	const struct remind_wish w = {o_start(day), ""};

	must(remind_me_set(db, x, &worker, m->id, &w), "wish");
	m->wish = w.at;
}

static void o_skip(struct o_matter *m, int64_t now);

/* What happens next to it, and when after that; 0: nothing any more. */
static int64_t act_next(struct arena *x, struct o_matter *m, int64_t now)
{
	static void (*const open_acts[])(struct arena *, struct o_matter *,
					 int64_t) = {
		act_take,   act_route,  say_interim, act_wait,
		say_answer, act_add,    act_promise, act_wish,
		act_wait,   say_answer, act_take,    act_close,
	};

	if (m->id)
		o_skip(m, now);
	if (!m->id)
		act_arrive(x, m, now);
	else if (!m->open)
		(dice(2) ? act_again : act_add)(x, m, now);
	else
		open_acts[dice(12)](x, m, now);
	check_dues(m);
	if (++m->acts >= ACTS_MAX && m->open) {
		clock_set(++now);
		o_skip(m, now);
		say_answer(x, m, now);
		check_dues(m);
	}
	if (m->acts >= ACTS_MAX || (!m->open && dice(4)))
		return 0;
	/* most in days; some are forgotten for weeks */
	return now + 1 +
	       (dice(12) ? (int64_t)dice(5 * 86400)
			 : (int64_t)(10 + dice(50)) * 86400) *
		       SECOND_US;
}

/* ================= what is coming, by time ================= */

struct coming {
	int64_t at;
	uint32_t matter;
};
static struct coming *heap;
static size_t heap_count;

static void heap_push(struct coming c)
{
	size_t i = heap_count++;

	for (; i && heap[(i - 1) / 2].at > c.at; i = (i - 1) / 2)
		heap[i] = heap[(i - 1) / 2];
	heap[i] = c;
}

static struct coming heap_pop(void)
{
	struct coming top = heap[0], last = heap[--heap_count];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < heap_count) {
		if (k + 1 < heap_count && heap[k + 1].at < heap[k].at)
			k++;
		if (heap[k].at >= last.at)
			break;
		heap[i] = heap[k];
		i = k;
	}
	heap[i] = last;
	return top;
}

/* ================= the job, and what the oracle expects of it ============ */

static const char *const kind_names[] = {"", "new", "idle", "soon", "late"};

/* The weightiest that came since it was told of, and when the first came. */
static int o_came(const struct o_matter *m, int64_t now, int64_t *ret_first)
{
	int best = 0;

	*ret_first = INT64_MAX;
#define IN_SPAN(t)               \
 ((t) > m->told && (t) <= now && \
  (*ret_first = (t) < *ret_first ? (t) : *ret_first, true))
#define HEAVIER(k) best = best < (k) ? (k) : best
	if (m->assigned && IN_SPAN(m->assigned))
		HEAVIER(1);
	if (m->expects && (IN_SPAN(m->touched + 3 * DAY_US) ||
			   IN_SPAN(m->touched + 7 * DAY_US)))
		HEAVIER(2);
	for (int i = 0; i < m->due_count; i++) {
		const struct o_due *d = &m->dues[i];
		int64_t day = o_day_of(d->at) - 1;

		if (!o_runs(m, d))
			continue;
		while (!o_workday(day))
			day--;
		if (o_start(day) > m->touched && IN_SPAN(o_start(day)))
			HEAVIER(3);
		for (int64_t t = d->at + 1; t <= now; t += 5 * DAY_US)
			if (IN_SPAN(t))
				HEAVIER(4);
	}
#undef IN_SPAN
#undef HEAVIER
	return best;
}

static int o_reminder(const struct o_matter *m, int64_t now)
{
	int64_t first;

	return o_came(m, now, &first);
}

/* What came before it counted is not made up for. */
static void o_skip(struct o_matter *m, int64_t now)
{
	int64_t first = INT64_MAX;

	if (m->open)
		o_came(m, now - 1, &first);
	m->told = (first < now ? first : now) - 1;
}

static struct o_matter *o_find(int64_t id)
{
	size_t low = 0, high = all_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (all[mid].id == id)
			return &all[mid];
		if (all[mid].id && all[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct expected {
	int kind, rows, asked;
};
static struct expected *expected;
static size_t first_alive; /* all before are over for good */
static int64_t last_reminder;
static int missed, doubled, misaddressed;
static int64_t told[5], told_asked;

/* Whoever has it; else the mailbox; late ones also the head, or the desk. */
static bool addressed(const struct o_matter *m, int kind, int64_t staff,
		      int64_t unit)
{
	int64_t mailbox = m->unit ? units[unit_mail[m->unit]] : 0;
	int64_t head = unit_head[m->unit] ? boss : 0;

	if (m->handled ? staff == worker.staff_id && !unit
		       : !staff && unit == mailbox)
		return true;
	return kind == 4 && staff == head && !unit;
}

static void expect(size_t born, int64_t now)
{
	for (size_t i = first_alive; i < born; i++) {
		struct o_matter *m = &all[i];
		struct expected *e = &expected[i];

		*e = (struct expected){0, 0, 0};
		if (m->wish && m->wish <= now) {
			e->asked = 1;
			m->wish = 0;
		}
		if (!m->open)
			continue;
		e->kind = o_reminder(m, now);
		e->rows = e->kind ? 1 : 0;
		if (e->kind == 4 && (m->handled || m->unit))
			e->rows = 2;
		m->told = now;
	}
}

static void compare(struct arena *x, size_t born)
{
	struct rows *r;

	must(db_rows(db, x, &Q_new_reminders, ARGS(ARG_INT(last_reminder)), &r),
	     "reminders");
	while (rows_next(r)) {
		struct o_matter *m = o_find(rows_int(r, 1));
		struct expected *e = &expected[m - all];
		const char *kind = rows_text(r, 2);

		last_reminder = rows_int(r, 0);
		if (str_same(kind, "asked")) {
			doubled += --e->asked < 0;
			told_asked++;
		} else if (!str_same(kind, kind_names[e->kind]) ||
			   --e->rows < 0) {
			doubled++;
			printf("# %s not expected: %s of %" PRId64 ", but %s "
			       "(topic %s)\n",
			       on, kind, m->id, kind_names[e->kind],
			       topic_codes[m->topic]);

		} else {
			told[e->kind]++;
			misaddressed += !addressed(m, e->kind, rows_int(r, 3),
						   rows_int(r, 4));
		}
	}
	for (size_t i = first_alive; i < born; i++) {
		missed += expected[i].rows > 0 || expected[i].asked > 0;
		if (expected[i].rows > 0)
			printf("# %s missed: %s of %" PRId64 "\n", on,
			       kind_names[expected[i].kind], all[i].id);
	}
}

static void run_jobs(struct arena *x, size_t born, int64_t now)
{
	size_t n;

	expect(born, now);
	do {
		must(remind_tell_due(db, x, 50, &n), "remind");
	} while (n >= 50);
	compare(x, born);
	do {
		must(digest_send_due(db, x, 50, &n), "digest");
	} while (n >= 50);
}

/* ================= two years ================= */

static size_t live(size_t count, int64_t from)
{
	const int64_t until = from + YEARS * 365 * DAY_US;
	int64_t up_again = 0;
	size_t runs = 0, born = 0;

	for (int64_t now = from; now < until + 90 * DAY_US; now += STEP_US) {
		struct arena x = ARENA_INIT;
		int64_t step = now + (int64_t)dice(3600) * SECOND_US;

		must(db_write_begin(db), "begin");
		while (heap_count && heap[0].at <= step) {
			struct coming c = heap_pop();
			int64_t next;

			clock_set(c.at);
			next = act_next(&x, &all[c.matter], c.at);
			born = c.matter >= born ? c.matter + 1 : born;
			if (next)
				heap_push((struct coming){next, c.matter});
		}
		clock_set(step);
		if (step >= up_again) {
			run_jobs(&x, born, step);
			runs++;
		}
		if (!dice(120)) /* the machine is down for days */
			up_again = step + (int64_t)(1 + dice(12)) * DAY_US;
		must(db_write_commit(db), "commit");
		arena_release(&x);
		while (first_alive < born &&
		       all[first_alive].acts >= ACTS_MAX &&
		       !all[first_alive].open && !all[first_alive].wish)
			first_alive++;
	}
	ok(born == count, "%s: %zu matters lived, the job ran %zu times", on,
	   born, runs);
	return runs;
}

static int64_t number(const struct sql_query *q)
{
	struct rows *r;

	must(db_rows(db, a, q, NO_ARGS, &r), q->name);
	return rows_next(r) ? rows_int(r, 0) : -1;
}

/* One a reader and day, on working mornings only. */
static void check_digests(void)
{
	const char *last = "";
	int64_t last_day = 0, day, at;
	int wrong = 0, n = 0;
	struct rows *r;

	must(db_rows(db, a, &Q_digests, NO_ARGS, &r), "digests");
	for (; rows_next(r); n++) {
		at = id_time_us(rows_int(r, 0));
		day = o_day_of(at);
		if (!o_workday(day) || at < o_start(day) + 7 * HOUR_US ||
		    (day == last_day && str_same(last, rows_text(r, 1))))
			wrong++;
		last = rows_text(r, 1);
		last_day = day;
	}
	ok(!wrong && n > 100, "%s: %d digests, one a reader and morning", on,
	   n);
}

static void judge(size_t count)
{
	ok(!missed, "%s: no reminder missed", on);
	ok(!doubled, "%s: no reminder doubled or out of place", on);
	ok(!misaddressed, "%s: each went to whom it concerns", on);
	ok(!dues_wrong, "%s: no due wrong in %d looks", on, dues_checked);
	for (int k = 1; k <= 4; k++)
		ok(told[k] > (int64_t)count / 20,
		   "%s: %" PRId64 " reminders of kind %s", on, told[k],
		   kind_names[k]);
	ok(told_asked > (int64_t)count / 20, "%s: %" PRId64 " were asked for",
	   on, told_asked);
	check_digests();
	ok(replies && number(&Q_replies) == replies,
	   "%s: of each of %" PRId64 " replies somebody heard at once", on,
	   replies);
	ok(number(&Q_waiting) == 0, "%s: nothing waits for a digest", on);
	ok(number(&Q_leaks) == 0, "%s: no mail names a confidential topic", on);
	ok(number(&Q_told_twice) == 0, "%s: a mail tells of one matter", on);
}

/* ================= one that 100,000 matters came upon ================= */

static int64_t told_of(struct arena *x, const struct o_matter *m, int64_t now)
{
	struct rows *r;
	size_t n;

	clock_set(now);
	must(remind_tell_due(db, x, 50, &n), "remind");
	must(db_rows(db, x, &Q_of_one, ARGS(ARG_INT(m->id)), &r), "of one");
	if (!rows_next(r))
		return -1;
	last_reminder = rows_int(r, 1);
	return rows_int(r, 0);
}

/* While it waits for its sender a term in calendar days runs on, and it has to
 * be told of that this one ends soon when somebody takes it. What else would
 * have come in the time it stood still is not made up for. */
static void stood_still(void)
{
	const int64_t monday = o_start(o_days(2025, 11, 3));
	const struct answer end = {.text = "Kuoppa on korjattu.",
				   .outcome = OUTCOME_DONE,
				   .reason = ""};
	struct give g = {.kind = "feedback",
			 .type = "question",
			 .topic_code = topic_codes[T_ACCESS],
			 .title = "",
			 .text = "Sivua ei voi lukea.",
			 .place = "",
			 .nickname = "",
			 .party = {"", "", ""},
			 .lang = LANG_FI,
			 .channel = "web",
			 .wants_reply = true};
	struct arena x = ARENA_INIT;
	struct o_matter m = {0};
	struct matter stored;

	must(db_write_begin(db), "begin");
	clock_set(monday + 10 * HOUR_US);
	must(matter_give(db, &x, &g, &stored), "give");
	m.id = stored.id;
	/* late on Thursday; the term of 14 days is told of on 14 November */
	ok(told_of(&x, &m, monday + 3 * DAY_US + HOUR_US) == 1,
	   "%s: the late reaction is told of", on);
	clock_set(monday + 3 * DAY_US + 2 * HOUR_US);
	act_wait(&x, &m, clock_now_us());
	ok(told_of(&x, &m, monday + 10 * DAY_US) == 1,
	   "%s: not again while it waits for its sender", on);
	clock_set(monday + 11 * DAY_US + HOUR_US / 2);
	act_take(&x, &m, clock_now_us());
	ok(told_of(&x, &m, monday + 11 * DAY_US + 6 * HOUR_US) == 1,
	   "%s: nor is that made up for once it goes on", on);
	must(matter_answer(db, &x, &worker, m.id, 0, &end), "answer");
	must(db_write_commit(db), "commit");
	arena_release(&x);
}

/* On a working day at noon, so that the last digests have left. */
static void last_run(void)
{
	struct arena x = ARENA_INIT;
	int64_t day = o_day_of(clock_now_us()) + 1;

	while (!o_workday(day))
		day++;
	clock_set(o_start(day) + 12 * HOUR_US);
	must(db_write_begin(db), "begin");
	run_jobs(&x, all_count, clock_now_us());
	must(db_write_commit(db), "commit");
	arena_release(&x);
}

static void forget(void)
{
	heap_count = all_count = first_alive = 0;
	missed = doubled = misaddressed = dues_wrong = dues_checked = 0;
	memset(told, 0, sizeof(told));
	told_asked = last_reminder = replies = 0;
}

/* A tenth of them on PostgreSQL, where each step costs a round. */
static size_t matters = 10000;

static void suite(const char *engine, const char *url)
{
	size_t count = url ? matters / 10 : matters;
	struct sql_config c = {.dir = getenv("KAIKU_TEST_DIR"),
			       .url = url,
			       .cache_bytes = 32 << 20};
	int64_t from = o_start(o_days(2026, 1, 1)), id;
	const char *other = getenv("KAIKU_MODEL_SEED");

	on = engine;
	forget();
	seed = other ? strtoull(other, NULL, 10) : 20261125;
	seed = seed ? seed : 1;
	must(pool_open(&c, &pool), "open");
	must(pool_create(pool, "model", &id), "create");
	must(pool_get(pool, id, &db), "get");
	town.id = id;
	tenant_now_set(&town);
	clock_set(from - 60 * DAY_US);
	make_town();
	stood_still();
	all = arena_array(a, count, sizeof(*all));
	memset(all, 0, count * sizeof(*all));
	expected = arena_array(a, count, sizeof(*expected));
	heap = arena_array(a, count + 1, sizeof(*heap));
	all_count = count;
	/* evenly over two years, in the order of their ids */
	for (size_t i = 0; i < count; i++)
		heap_push((struct coming){
			from + HOUR_US +
				(int64_t)((double)i / (double)count * YEARS *
					  365 * 86400) *
					SECOND_US +
				(int64_t)i,
			(uint32_t)i});
	live(count, from);
	last_run();
	judge(count);
	pool_close(pool);
	pool = NULL;
}

int main(void)
{
	const char *wanted = getenv("KAIKU_MODEL_MATTERS");

	if (wanted)
		matters = strtoul(wanted, NULL, 10);
	make_folder();
	audit_writer = no_audit;
	for (int y = 2026; y < 2028; y++) {
		o_closed[o_closed_count++] = o_days(y, 1, 2);
		o_closed[o_closed_count++] = o_days(y, 7, 10);
		o_closed[o_closed_count++] = o_days(y, 12, 31);
	}
	/* the vectors know nothing of closed days */
	size_t closed = o_closed_count;

	o_closed_count = 0;
	read_holidays();
	o_closed_count = closed;
	return on_each_engine("test_promise_model", suite);
}
