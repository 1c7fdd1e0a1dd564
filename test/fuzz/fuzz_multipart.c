/*
 * fuzz_multipart.c: a multipart body, cut into packets at any place: the same
 * parts, the same bytes, the same verdict.
 *
 * sources: src/base/*.c src/http/multipart.c
 */
#include "fuzz.h"

#include "base/str.h"
#include "http/multipart.h"

#include <string.h>

/* What the parser said, as one text. */
struct told {
	struct str s;
	bool open;
};

static int begin(void *ctx, const char *name, const char *filename)
{
	struct told *t = ctx;

	REQUIRE(!t->open && name);
	t->open = true;
	str_printf(&t->s, "<%s|%s>", name, filename ? filename : "-");
	return 0;
}

static int data_come(void *ctx, const char *bytes, size_t n)
{
	struct told *t = ctx;

	REQUIRE(t->open && n > 0);
	str_add(&t->s, bytes, n);
	return 0;
}

static int end(void *ctx)
{
	struct told *t = ctx;

	REQUIRE(t->open);
	t->open = false;
	str_puts(&t->s, "</>");
	return 0;
}

static const struct multipart_events events = {begin, data_come, end};

static int parse(struct arena *a, const char *bytes, size_t n, size_t cut,
		 struct told *ret_told)
{
	struct multipart m;
	int status = 0;

	str_init(&ret_told->s, a, n + 64);
	ret_told->open = false;
	REQUIRE(multipart_init(&m, "multipart/form-data; boundary=x-y", &events,
			       ret_told));
	for (size_t i = 0; i < n && !status; i += cut)
		status = multipart_feed(&m, bytes + i,
					n - i < cut ? n - i : cut);
	REQUIRE(!multipart_done(&m) || !ret_told->open);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t cuts[] = {1, 2, 3, 7, 64};
	struct arena a = ARENA_INIT;
	struct told whole, cut;
	struct multipart m;
	int status;

	multipart_init(&m, fuzz_text(&a, data, size), &events, NULL);
	status = parse(&a, (const char *)data, size, size + 1, &whole);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		REQUIRE(parse(&a, (const char *)data, size, cuts[i], &cut) ==
			status);
		REQUIRE(cut.s.len == whole.s.len &&
			!memcmp(cut.s.ptr, whole.s.ptr, whole.s.len));
	}
	arena_release(&a);
	return 0;
}
