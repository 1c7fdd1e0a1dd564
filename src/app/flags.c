/*
 * flags.c: reads flags by a table and prints it as help. Written by hand and
 * not with getopt_long, because flag, environment and help are one row here.
 */
#include "app/flags.h"

#include "app/app.h"
#include "base/str.h"

#include <errno.h>
#include <limits.h>

static enum err read_number(const char *text, int *ret_number)
{
	char *end = NULL;
	long n;

	if (!text)
		return ERR_INVALID;
	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < 0 || n > INT_MAX)
		return ERR_INVALID;
	*ret_number = (int)n;
	return OK;
}

static enum err add_to_list(const char **list, const char *value)
{
	size_t n = 0;
	while (list[n])
		n++;
	if (n == FLAG_LIST_MAX)
		return ERR_TOO_LARGE;
	list[n] = value;
	list[n + 1] = NULL;
	return OK;
}

static enum err take(const struct flag *f, const char *value)
{
	switch (f->type) {
	case FLAG_TEXT:
		*(const char **)f->to = value;
		return OK;
	case FLAG_NUMBER:
		return read_number(value, f->to);
	case FLAG_BOOL:
		*(bool *)f->to = !str_empty(value) && !str_same(value, "0");
		return OK;
	case FLAG_LIST:
		return add_to_list(f->to, value);
	}
	return ERR_INTERNAL;
}

static enum err take_environment(const struct flag *flags)
{
	for (const struct flag *f = flags; f->name; f++) {
		const char *value = f->env ? getenv(f->env) : NULL;
		if (str_empty(value))
			continue;
		if (take(f, value)) {
			fprintf(stderr, "kaiku: %s=%s is not a good value\n",
				f->env, value);
			return ERR_INVALID;
		}
	}
	return OK;
}

static void print_help(const struct flag *flags, const char *command,
		       const char *about)
{
	printf("kaiku %s: %s\n\n", command, about);
	for (const struct flag *f = flags; f->name; f++) {
		char left[64];
		snprintf(left, sizeof(left), "--%s %s", f->name,
			 f->value ? f->value : "");
		printf("  %-28s %s%s%s%s\n", left, f->why, f->env ? " [" : "",
		       f->env ? f->env : "", f->env ? "]" : "");
	}
}

static const struct flag *find(const struct flag *flags, const char *arg,
			       size_t len)
{
	for (const struct flag *f = flags; f->name; f++)
		if (strlen(f->name) == len && !memcmp(f->name, arg, len))
			return f;
	return NULL;
}

/* One flag at argv[at]: "--name value" or "--name=value". */
static enum err read_one(const struct flag *flags, int argc, char **argv,
			 int *ret_at)
{
	const char *arg = argv[*ret_at];
	size_t len = strcspn(arg, "=");
	const struct flag *f =
		str_starts(arg, "--") ? find(flags, arg + 2, len - 2) : NULL;
	if (!f) {
		fprintf(stderr, "kaiku %s: unknown argument %s\n", argv[0],
			arg);
		return ERR_INVALID;
	}
	const char *value = arg[len] ? arg + len + 1 : NULL;
	if (!value && f->type == FLAG_BOOL)
		value = "1";
	else if (!value && *ret_at + 1 < argc)
		value = argv[++*ret_at];
	if (!value || take(f, value)) {
		fprintf(stderr, "kaiku %s: --%s needs %s\n", argv[0], f->name,
			f->value ? f->value : "no value");
		return ERR_INVALID;
	}
	return OK;
}

enum err flags_read(const struct flag *flags, const char *about, int argc,
		    char **argv)
{
	for (int i = 1; i < argc; i++)
		if (str_same(argv[i], "--help") || str_same(argv[i], "-h")) {
			print_help(flags, argv[0], about);
			return ERR_NOT_FOUND;
		}
	enum err err = take_environment(flags);
	for (int i = 1; i < argc && !err; i++)
		err = read_one(flags, argc, argv, &i);
	return err;
}

int flags_exit(enum err err)
{
	if (!err || err == ERR_NOT_FOUND)
		return EXIT_OK;
	return err == ERR_INVALID ? EXIT_USAGE : EXIT_FAILED;
}

enum err flags_need_data(const struct config *c)
{
	if (!str_empty(c->data))
		return OK;
	fprintf(stderr, "kaiku: which data folder? Say --data DIR "
			"or set KAIKU_DATA.\n");
	return ERR_INVALID;
}
