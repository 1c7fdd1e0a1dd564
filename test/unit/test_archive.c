/*
 * test_archive.c: a database address given to other programs never shows its
 * password among their arguments.
 */
#include "tap.h"

#include "app/archive.h"
#include "base/str.h"

static void split(const char *url, const char *plain, const char *password)
{
	struct arena a = ARENA_INIT;
	struct archive_db db = archive_db(&a, url, 0);
	const char *want =
		password ? arena_printf(&a, "PGPASSWORD=%s", password) : NULL;

	ok(str_same(db.url, plain), "address %s", plain);
	ok(want ? db.environment[0] && str_same(db.environment[0], want)
		: !db.environment[0],
	   "password %s", password ? password : "none");
	arena_release(&a);
}

static void test_tenant(void)
{
	struct arena a = ARENA_INIT;
	struct archive_db one = archive_db(&a, "postgresql://h/n", 7);
	struct archive_db two = archive_db(&a, "postgresql://u:p@h/n", 7);
	const char *want = "PGOPTIONS=-c kaiku.tenant=7";

	ok(str_same(one.environment[0], want) && !one.environment[1],
	   "the tenant stands in the environment");
	ok(str_same(two.environment[1], want) && !two.environment[2],
	   "beside the password");
	arena_release(&a);
}

int main(void)
{
	split("postgresql://h/n", "postgresql://h/n", NULL);
	split("postgresql://u@h/n", "postgresql://u@h/n", NULL);
	split("postgresql://u:p@h:5432/n?x=1", "postgresql://u@h:5432/n?x=1",
	      "p");
	split("postgresql://u:p%40%2fq%zz@h/n", "postgresql://u@h/n",
	      "p@/q%zz");
	split("postgresql://u:a:b@h/n", "postgresql://u@h/n", "a:b");
	split("postgresql://u:p%4@/n?host=/s", "postgresql://u@/n?host=/s",
	      "p%4");
	split("postgresql:///n?host=/a:b@c", "postgresql:///n?host=/a:b@c",
	      NULL);
	test_tenant();
	ok(archive_is_tar("a/b.tar") && !archive_is_tar(".tar") &&
		   !archive_is_tar("a/b.tar.d"),
	   "what a tar is called");
	return tap_done();
}
