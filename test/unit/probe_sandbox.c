/*
 * probe_sandbox.c: tries, inside each sandbox, what it must refuse, and what it
 * must allow. Built without sanitizers (test_sandbox.sh), for under those the
 * list of calls is left out.
 */
#include "tap.h"

#include "app/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DONE = 42, REFUSED = 7 };

/* Each says whether it could be done. */
static bool open_file(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool make_file(void)
{
	return open("/tmp/kaiku-probe", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool list_folder(void)
{
	struct stat st;

	return open("/", O_RDONLY | O_DIRECTORY) >= 0 || !stat("/tmp", &st);
}

static bool remove_file(void)
{
	return unlink("/tmp/kaiku-probe-nothing") == 0 || errno == ENOENT;
}

static bool use_network(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool use_local_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool run_program(void)
{
	char *const argv[] = {(char *)"true", NULL};

	execv("/bin/true", argv);
	return false;
}

static bool make_process(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	return pid > 0;
}

static bool end_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
}

static bool run_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool take_much(void)
{
	return mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool take_more_time(void)
{
	const struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};

	return setrlimit(RLIMIT_CPU, &r) == 0;
}

static bool take_some(void)
{
	char *at = malloc((size_t)100 << 20);

	if (at)
		memset(at, 1, (size_t)100 << 20);
	return at != NULL;
}

static void *nothing(void *arg)
{
	return arg;
}

static bool make_thread(void)
{
	pthread_t t;

	return !pthread_create(&t, NULL, nothing, NULL) &&
	       !pthread_join(t, NULL);
}

/* In a process of its own, inside the sandbox: done, refused, or ended. */
static int try(enum sandbox kind, bool (*act)(void))
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		if (sandbox_enter(kind))
			_exit(1);
		_exit(act() ? DONE : REFUSED);
	}
	waitpid(pid, &status, 0);
	return status;
}

static bool is_refused(int status)
{
	return (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) ||
	       (WIFEXITED(status) && WEXITSTATUS(status) == REFUSED);
}

static bool is_done(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == DONE;
}

static const struct {
	const char *what;
	bool (*act)(void);
} refused[] = {
	{"reading a file", open_file},
	{"making a file", make_file},
	{"looking at a folder", list_folder},
	{"removing a file", remove_file},
	{"the network", use_network},
	{"another socket", use_local_socket},
	{"running a program", run_program},
	{"another process", make_process},
	{"a signal to its parent", end_parent},
	{"looking into its parent", trace_parent},
	{"memory that can be run", run_memory},
	{"2 GiB of memory", take_much},
	{"more time", take_more_time},
};

int main(void)
{
	static const char *const names[] = {"password", "mail", "image"};
	static const enum sandbox kinds[] = {SANDBOX_PASSWORD, SANDBOX_MAIL,
					     SANDBOX_IMAGE};

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
			ok(is_refused(try(kinds[k], refused[i].act)),
			   "%s: %s is refused", names[k], refused[i].what);
		ok(is_done(try(kinds[k], take_some)), "%s: memory is had",
		   names[k]);
	}
	ok(is_done(try(SANDBOX_IMAGE, make_thread)), "image: a thread is had");
	ok(is_refused(try(SANDBOX_PASSWORD, make_thread)),
	   "password: a thread is refused");
	ok(is_refused(try(SANDBOX_KEEPER, open_file)) &&
		   is_refused(try(SANDBOX_KEEPER, make_file)),
	   "keeper: files are refused");
	ok(is_done(try(SANDBOX_KEEPER, make_process)),
	   "keeper: another process is had");
	return tap_done();
}
