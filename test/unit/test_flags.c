/*
 * test_flags.c: a table of flags: both spellings, the environment behind the
 * flag, lists, and everything that is refused.
 */
#include "tap.h"

#include "app/flags.h"
#include "base/str.h"

#include <stdint.h>

struct got {
	const char *text;
	int number;
	bool yes;
	const char *list[FLAG_LIST_MAX + 1];
};

static enum err read(struct got *g, int argc, const char *const *argv)
{
	const struct flag flags[] = {
		{"text", "KAIKU_TEST_TEXT", FLAG_TEXT, &g->text, "T", "why"},
		{"number", NULL, FLAG_NUMBER, &g->number, "N", "why"},
		{"yes", NULL, FLAG_BOOL, &g->yes, NULL, "why"},
		{"item", NULL, FLAG_LIST, g->list, "I", "why"},
		FLAG_END,
	};
	char *copy[2 * FLAG_LIST_MAX + 4];

	for (int i = 0; i < argc; i++)
		copy[i] = (char *)(uintptr_t)argv[i];
	*g = (struct got){.text = NULL};
	return flags_read(flags, "about", argc, copy);
}

#define READ(g, ...)                                                         \
 read(g, (int)(sizeof((const char *[]){"x", __VA_ARGS__}) / sizeof(char *)), \
      (const char *const[]){"x", __VA_ARGS__})

static void test_good(void)
{
	struct got g;

	ok(!READ(&g, "--text", "a", "--number=7", "--yes") &&
		   str_same(g.text, "a") && g.number == 7 && g.yes,
	   "a value stands after a blank or an equals sign");
	ok(!READ(&g, "--item", "a", "--item=b") && str_same(g.list[0], "a") &&
		   str_same(g.list[1], "b") && !g.list[2],
	   "a list grows");
	ok(!READ(&g, "--yes=0") && !g.yes, "a switch may be off");
	ok(!READ(&g, "--text=") && str_same(g.text, ""), "a text may be empty");
	ok(READ(&g, "--help") == ERR_NOT_FOUND, "help is no work");
}

static void test_environment(void)
{
	struct got g;

	setenv("KAIKU_TEST_TEXT", "from outside", 1);
	ok(!READ(&g, "--yes") && str_same(g.text, "from outside"),
	   "the environment is read");
	ok(!READ(&g, "--text", "given") && str_same(g.text, "given"),
	   "a flag counts more");
	unsetenv("KAIKU_TEST_TEXT");
}

static void test_bad(void)
{
	const char *many[2 * FLAG_LIST_MAX + 3] = {"x"};
	struct got g;
	int n = 1;

	for (int i = 0; i <= FLAG_LIST_MAX; i++) {
		many[n++] = "--item";
		many[n++] = "a";
	}
	ok(READ(&g, "--unknown") == ERR_INVALID, "an unknown flag");
	ok(READ(&g, "text") == ERR_INVALID, "a word that is no flag");
	ok(READ(&g, "--text") == ERR_INVALID, "a value that is missing");
	ok(READ(&g, "--number", "x") == ERR_INVALID, "no number");
	ok(READ(&g, "--number=-1") == ERR_INVALID, "a negative number");
	ok(READ(&g, "--number=99999999999") == ERR_INVALID, "a huge number");
	ok(read(&g, n, many) == ERR_INVALID, "a list that is too long");
}

int main(void)
{
	test_good();
	test_environment();
	test_bad();
	return tap_done();
}
