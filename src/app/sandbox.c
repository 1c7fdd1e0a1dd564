/*
 * sandbox.c: what a helper may still do once it reads hostile input: compute,
 * take and give back memory, talk to its worker, write to the log.
 *
 * Three walls: landlock (no file can be opened; kernels without it go on
 * without), rlimits, and a seccomp list of the calls that remain. Sanitizers
 * need more calls than the list has, so it is left out under them.
 */
#include "app/helper.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Argon2id takes 64 MiB, a mail some copies of itself, a photo its pixels
 * twice; the rest is the program. */
#define MEMORY_BYTES ((rlim_t)512 * 1024 * 1024)
#define IMAGE_BYTES  ((rlim_t)1024 * 1024 * 1024)
#define IMAGE_CPU_S  10

static enum err close_files(void)
{
	struct landlock_ruleset_attr none = {
		.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
	};
	long fd = syscall(SYS_landlock_create_ruleset, &none, sizeof(none), 0);

	if (fd < 0)
		return errno == ENOSYS || errno == EOPNOTSUPP ? OK
							      : ERR_UNAVAILABLE;
	long rc = syscall(SYS_landlock_restrict_self, (int)fd, 0);
	close((int)fd);
	return rc ? ERR_UNAVAILABLE : OK;
}

static enum err limit_one(int what, rlim_t max)
{
	struct rlimit r = {.rlim_cur = max, .rlim_max = max};

	return setrlimit((__rlimit_resource_t)what, &r) ? ERR_UNAVAILABLE : OK;
}

/* The first limit ends it with a signal that says why, the second anyhow. */
static enum err limit_time(void)
{
	struct rlimit r = {IMAGE_CPU_S, IMAGE_CPU_S + 1};

	return setrlimit(RLIMIT_CPU, &r) ? ERR_UNAVAILABLE : OK;
}

/* A photo is unpacked by threads, which count as processes. */
static enum err limit_resources(enum sandbox kind)
{
	enum err err = limit_one(RLIMIT_CORE, 0);
	if (!err && kind == SANDBOX_IMAGE)
		err = limit_time();
	else if (!err)
		err = limit_one(RLIMIT_NPROC, 0);
#ifndef __SANITIZE_ADDRESS__
	if (!err)
		err = limit_one(RLIMIT_NOFILE, 0);
	if (!err)
		err = limit_one(RLIMIT_AS, kind == SANDBOX_IMAGE
						   ? IMAGE_BYTES
						   : MEMORY_BYTES);
#endif
	return err;
}

#ifdef __SANITIZE_ADDRESS__
static enum err allow_few_calls(enum sandbox kind)
{
	(void)kind;
	return OK;
}
#else
static const int calls[] = {
	SCMP_SYS(recvfrom),       SCMP_SYS(sendto),
	SCMP_SYS(write),          SCMP_SYS(brk),
	SCMP_SYS(munmap),         SCMP_SYS(mremap),
	SCMP_SYS(madvise),        SCMP_SYS(mlock),
	SCMP_SYS(munlock),        SCMP_SYS(futex),
	SCMP_SYS(getrandom),      SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),   SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
	SCMP_SYS(gettid),         SCMP_SYS(getpid),
	SCMP_SYS(tgkill),         SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/* Memory may be had, memory that can be run may not. */
static int allow_memory(scmp_filter_ctx ctx, int call)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, call, 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* What opening a mail or a photo may try. */
static const int refused[] = {
	SCMP_SYS(openat),    SCMP_SYS(open),       SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(readlink),  SCMP_SYS(readlinkat),
};

static int refuse_files(scmp_filter_ctx ctx)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(refused) / sizeof(*refused); i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EACCES), refused[i],
				      0);
	return rc;
}

/* Threads, but no process; one that has a new kind of call for it takes the
 * old when there is none. */
static int allow_threads(scmp_filter_ctx ctx)
{
	static const int more[] = {
		SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
		SCMP_SYS(sched_yield),     SCMP_SYS(sched_getaffinity),
		SCMP_SYS(clock_nanosleep), SCMP_SYS(sysinfo),
		SCMP_SYS(rt_sigaction),
	};
	int rc = seccomp_rule_add(
		ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
		SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));

	if (!rc)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS),
				      SCMP_SYS(clone3), 0);
	if (!rc)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
				      SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
	for (size_t i = 0; !rc && i < sizeof(more) / sizeof(*more); i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, more[i], 0);
	return rc;
}

static enum err allow_few_calls(enum sandbox kind)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc = ctx ? 0 : -1;

	for (size_t i = 0; !rc && i < sizeof(calls) / sizeof(*calls); i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
	if (!rc)
		rc = allow_memory(ctx, SCMP_SYS(mmap));
	if (!rc)
		rc = allow_memory(ctx, SCMP_SYS(mprotect));
	if (!rc && kind != SANDBOX_PASSWORD)
		rc = refuse_files(ctx);
	if (!rc && kind == SANDBOX_MAIL)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(setitimer),
				      0);
	if (!rc && kind == SANDBOX_IMAGE)
		rc = allow_threads(ctx);
	if (!rc)
		rc = seccomp_load(ctx);
	if (ctx)
		seccomp_release(ctx);
	return rc ? ERR_UNAVAILABLE : OK;
}
#endif

enum err sandbox_enter(enum sandbox kind)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return ERR_UNAVAILABLE;
	enum err err = close_files();
	if (kind == SANDBOX_KEEPER)
		return err;
	if (!err)
		err = limit_resources(kind);
	if (!err)
		err = allow_few_calls(kind);
	return err;
}
