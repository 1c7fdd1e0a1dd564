/*
 * main.c: the commands of kaiku, as a table.
 */
#include "app/app.h"
#include "app/tiles.h"

#include "base/clock.h"
#include "base/str.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *why;
};

static const struct command commands[] = {
	{"serve", command_serve, "run the service"},
	{"migrate", command_migrate, "bring the database to this version"},
	{"tenant-add", command_tenant_add, "add a municipality"},
	{"staff-add", command_staff_add, "add a member of staff"},
	{"reindex", command_reindex, "find all words people search by anew"},
	{"backup", command_backup, "copy everything while the service runs"},
	{"restore", command_restore, "put a backup into an empty folder"},
	{"verify", command_verify, "check the chain of events and the files"},
	{"mail-in", command_mail_in, "take in a mail from standard input"},
	{"demo", command_demo, "make a demo municipality to try things in"},
	{"routes", command_routes, "print every address the service answers"},
	{NULL, NULL, NULL},
};

static void print_help(FILE *to)
{
	fprintf(to, "kaiku %s: residents say, the city answers\n\n",
		KAIKU_VERSION);
	for (const struct command *c = commands; c->name; c++)
		fprintf(to, "  kaiku %-12s %s\n", c->name, c->why);
	fprintf(to, "\nkaiku COMMAND --help lists the flags of a command; "
		    "man kaiku tells the rest.\n");
}

static bool is_one_of(const char *arg, const char *a, const char *b)
{
	return str_same(arg, a) || str_same(arg, b);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (is_one_of(argv[1], "--help", "help")) {
		print_help(stdout);
		return EXIT_OK;
	}
	if (is_one_of(argv[1], "--version", "version")) {
		puts("kaiku " KAIKU_VERSION);
		return EXIT_OK;
	}
	clock_init();
	if (str_same(argv[1], TILES_COMMAND)) /* of a worker, not of people */
		return tiles_fetch();
	if (str_same(argv[1], PLACES_COMMAND))
		return places_fetch();
	for (const struct command *c = commands; c->name; c++)
		if (str_same(argv[1], c->name))
			return c->run(argc - 1, argv + 1);
	fprintf(stderr, "kaiku: no command %s; kaiku --help lists them\n",
		argv[1]);
	return EXIT_USAGE;
}
