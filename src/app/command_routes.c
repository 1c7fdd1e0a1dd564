/*
 * command_routes.c: `kaiku routes`: the route table for people, and with
 * --json for the tests that walk every row.
 */
#include "app/app.h"
#include "app/routes.h"
#include "base/json.h"
#include "staff/permission.h"

enum column {
	METHOD,
	PATH,
	ACCESS,
	RIGHTS,
	EFFECT,
	GUARD,
	BODY,
	LIMIT,
	WHY,
	COLUMNS
};

static const char *const headings[COLUMNS] = {
	"METHOD", "PATH", "ACCESS", "RIGHTS", "EFFECT",
	"GUARD",  "BODY", "LIMIT",  "WHY",
};
static const char *const access_names[] = {"anyone", "staff"};
static const char *const effect_names[] = {"read", "write"};
static const char *const guard_names[] = {"-", "form", "session", "one-click"};
static const char *const body_names[] = {"-", "form", "files"};
static const char *const limit_names[] = {"-",      "give", "login",
					  "follow", "link", "near"};

/* "triage|handle", "-" for none. */
static const char *rights(struct arena *a, uint32_t need)
{
	struct str s;

	str_init(&s, a, 64);
	for (const struct permission *p = permissions; p->name; p++)
		if (need & p->bit)
			str_printf(&s, "%s%s", s.len ? "|" : "", p->name);
	if (!s.len)
		str_puts(&s, "-");
	return s.ptr;
}

static void cells(struct arena *a, const struct route *r,
		  const char *cell[COLUMNS])
{
	cell[METHOD] = r->method;
	cell[PATH] = r->path;
	cell[ACCESS] = access_names[r->access];
	cell[RIGHTS] = rights(a, r->need);
	cell[EFFECT] = effect_names[r->effect];
	cell[GUARD] = guard_names[r->guard];
	cell[BODY] = body_names[r->body];
	cell[LIMIT] = limit_names[r->limit];
	cell[WHY] = r->why ? r->why : "";
}

static void widen(int width[COLUMNS], const char *const cell[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		int n = (int)strlen(cell[i]);

		if (n > width[i])
			width[i] = n;
	}
}

static void print_line(const int width[COLUMNS],
		       const char *const cell[COLUMNS])
{
	for (int i = 0; i < WHY; i++)
		printf("%-*s  ", width[i], cell[i]);
	printf("%s\n", cell[WHY]);
}

static void print_table(struct arena *a)
{
	const struct route *const *t = routes;
	const struct route *r;
	int width[COLUMNS] = {0};
	const char *cell[COLUMNS];

	widen(width, headings);
	for (r = *t; (r = route_row(&t, r)); r++) {
		cells(a, r, cell);
		widen(width, cell);
	}
	print_line(width, headings);
	for (t = routes, r = *t; (r = route_row(&t, r)); r++) {
		cells(a, r, cell);
		print_line(width, cell);
	}
}

static void json_route(struct arena *a, struct json *j, const struct route *r)
{
	static const char *const keys[COLUMNS] = {
		"method", "path", "access", NULL,  "effect",
		"guard",  "body", "limit",  "why",
	};
	const char *cell[COLUMNS];

	cells(a, r, cell);
	json_open(j, '{');
	for (int i = 0; i < COLUMNS; i++)
		if (keys[i])
			json_put_text(j, keys[i], cell[i]);
	json_key(j, "rights");
	json_open(j, '[');
	for (const struct permission *p = permissions; p->name; p++)
		if (r->need & p->bit)
			json_text(j, p->name);
	json_close(j, ']');
	json_put_bool(j, "any_host", r->any_host);
	json_put_bool(j, "prepare", r->prepare != NULL);
	json_put_bool(j, "own_repeat", r->own_repeat);
	json_close(j, '}');
}

static void print_json(struct arena *a)
{
	const struct route *const *t = routes;
	struct str s;
	struct json j;

	str_init(&s, a, 4096);
	json_init(&j, &s);
	json_open(&j, '[');
	for (const struct route *r = *t; (r = route_row(&t, r)); r++)
		json_route(a, &j, r);
	json_close(&j, ']');
	puts(s.ptr);
}

int command_routes(int argc, char **argv)
{
	bool json = false;
	struct arena a = ARENA_INIT;
	const struct flag flags[] = {
		{"json", NULL, FLAG_BOOL, &json, NULL, "the same for programs"},
		FLAG_END,
	};
	enum err err = flags_read(
		flags, "print every address the service answers", argc, argv);

	if (err)
		return flags_exit(err);
	if (json)
		print_json(&a);
	else
		print_table(&a);
	arena_release(&a);
	return EXIT_OK;
}
