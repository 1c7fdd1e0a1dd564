/*
 * serve.c: `kaiku serve`: reads the flags, checks what can be checked, brings
 * the database to this version, then becomes the supervisor.
 */
#include "app/app.h"
#include "app/config.h"
#include "app/service.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A worker needs some, then one for each connection. */
enum { FILES_MIN = 256, FILES_WANTED = 65536 };

#define LOCK_WAIT_US ((int64_t)SECOND_US)

static enum err read_flags(struct config *c, bool *ret_check, int argc,
			   char **argv)
{
	const struct flag flags[] = {
		FLAG_DATA(c),
		FLAG_DB(c),
		{"listen", "KAIKU_LISTEN", FLAG_TEXT, &c->listen,
		 "ADDR:PORT,...", "where to listen (127.0.0.1:8080)"},
		{"workers", "KAIKU_WORKERS", FLAG_NUMBER, &c->workers, "N",
		 "processes that answer (as many as cores)"},
		{"trusted-proxies", "KAIKU_TRUSTED_PROXIES", FLAG_TEXT,
		 &c->trusted, "ADDR,...",
		 "whose X-Forwarded-For and -Proto count; networks as ADDR/BITS"},
		{"mail-relay", "KAIKU_MAIL_RELAY", FLAG_TEXT, &c->mail_relay,
		 "URL", "smtp[s]://[user:password@]host:port"},
		{"mail-ca", "KAIKU_MAIL_CA", FLAG_TEXT, &c->mail_ca, "FILE",
		 "certificates that must have signed the relay's"},
		{"public-base", "KAIKU_PUBLIC_BASE", FLAG_TEXT, &c->public_base,
		 "URL", "the front of links in mails"},
		{"tiles", "KAIKU_TILES", FLAG_TEXT, &c->tiles, "URL",
		 "maps: https://.../{z}/{x}/{y}.png, or a file.mbtiles"},
		{"tiles-credit", "KAIKU_TILES_CREDIT", FLAG_TEXT,
		 &c->tiles_credit, "WORDS", "whose map that is; shown on it"},
		{"geocoder", "KAIKU_GEOCODER", FLAG_TEXT, &c->geocoder, "URL",
		 "addresses: https://.../v1/autocomplete, as Pelias answers"},
		{"log-level", "KAIKU_LOG_LEVEL", FLAG_TEXT, &c->log_level,
		 "LEVEL", "debug, info, warn or error (info)"},
		{"check", NULL, FLAG_BOOL, ret_check, NULL,
		 "check configuration and database, then end"},
		FLAG_END,
	};
	enum err err = flags_read(flags, "run the service", argc, argv);
	if (!err)
		err = flags_need_data(c);
	if (err)
		return err;
	config_defaults(c);
	return config_check(c);
}

/* The soft limit is for programs that use select(); none of ours does. */
static enum err raise_files(void)
{
	struct rlimit r = {0};

	if (getrlimit(RLIMIT_NOFILE, &r))
		return OK;
	if (r.rlim_cur < FILES_WANTED) {
		r.rlim_cur =
			r.rlim_max < FILES_WANTED ? r.rlim_max : FILES_WANTED;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
	if (r.rlim_cur >= FILES_MIN)
		return OK;
	fprintf(stderr,
		"kaiku: only %d open files are allowed (ulimit -n); at least "
		"%d are needed\n",
		(int)r.rlim_cur, FILES_MIN);
	return ERR_UNAVAILABLE;
}

/*
 * With SQLite one service owns the folder. With PostgreSQL the folder may be
 * shared storage of several machines: one service each.
 */
static const char *lock_name(struct arena *a, const struct config *c)
{
	char host[256] = "";
	if (!c->db)
		return app_path(a, c, "serve.lock");
	gethostname(host, sizeof(host) - 1);
	return arena_printf(a, "%s/serve-%s.lock", c->data, host);
}

/* Children of a killed supervisor may still be dying: wait for them. */
static bool lock_patiently(int fd)
{
	int64_t give_up = clock_mono_us() + LOCK_WAIT_US;
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (clock_mono_us() > give_up)
			return false;
		usleep(10000);
	}
	return true;
}

/*
 * The lock stays with this process and its children until the last of them
 * is gone: nobody closes it.
 */
static enum err take_lock(const struct config *c)
{
	struct arena a = ARENA_INIT;
	const char *path = lock_name(&a, c);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	enum err err = OK;
	if (fd < 0) {
		fprintf(stderr, "kaiku: cannot open %s: %s\n", path,
			strerror(errno));
		err = ERR_UNAVAILABLE;
	} else if (!lock_patiently(fd)) {
		fprintf(stderr, "kaiku: another kaiku serves %s (%s is held)\n",
			c->data, path);
		close(fd);
		err = ERR_CONFLICT;
	}
	arena_release(&a);
	return err;
}

/* It serves all the same: every query names its tenant; a wall is missing. */
static enum err warn_of_role(struct pool *pool)
{
	bool unwalled = false;
	enum err err = pool_unwalled(pool, &unwalled);

	if (unwalled)
		log_warn("the database role is a superuser or has BYPASSRLS: "
			 "row-level security does not guard the "
			 "municipalities from each other");
	return err;
}

/* In a child of its own; see service.h. */
static int prepare_database(const struct config *c, bool only_check)
{
	struct pool *pool = NULL;
	int applied = 0;
	enum err err = app_open(c, &pool);
	if (err)
		return EXIT_FAILED;
	err = only_check ? app_check_schema(pool)
			 : app_migrate(c, pool, &applied);
	if (!err)
		err = warn_of_role(pool);
	pool_close(pool);
	if (!err && applied)
		printf("migrations applied: %d\n", applied);
	return err ? EXIT_FAILED : EXIT_OK;
}

static int in_child(const struct config *c, bool only_check)
{
	int status = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (!pid)
		exit(prepare_database(c, only_check));
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0 || !WIFEXITED(status)) {
		fprintf(stderr, "kaiku: preparing the database failed\n");
		return EXIT_FAILED;
	}
	return WEXITSTATUS(status);
}

int command_serve(int argc, char **argv)
{
	static struct config config;
	static struct service service = {.config = &config};
	bool only_check = false;
	service.began_us = clock_mono_us();
	enum err err = read_flags(&config, &only_check, argc, argv);
	if (err)
		return flags_exit(err);
	if (only_check)
		return in_child(&config, true);
	err = raise_files();
	if (!err)
		err = app_make_folder(&config);
	if (!err)
		err = app_become_owner(&config);
	if (!err)
		err = take_lock(&config);
	if (!err)
		err = listen_open(config.listen, &service.listening);
	if (err)
		return EXIT_FAILED;
	int status = in_child(&config, false);
	return status ? status : supervisor_run(&service);
}
