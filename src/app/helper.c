/*
 * helper.c: the helper process: one question in, one answer out, no state.
 */
#include "app/helper.h"

#include "app/app.h"
#include "app/service.h"
#include "base/log.h"
#include "base/str.h"
#include "staff/staff.h"

#include <errno.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHANNEL = 3 };

/* Sockets of others, the lock: nothing here that is not needed here. */
static bool keep_only(int fd)
{
	if (fd != CHANNEL && dup2(fd, CHANNEL) < 0)
		return false;
	return close_range(CHANNEL + 1, ~0U, 0) == 0;
}

static void put_hash(const char *password, struct helper_answer *to)
{
	struct arena a = ARENA_INIT;
	const char *hash = NULL;

	if (!password_hash(&a, password, &hash) &&
	    strlen(hash) < sizeof(to->new_hash))
		memcpy(to->new_hash, hash, strlen(hash) + 1);
	arena_release(&a);
}

static void answer(const struct helper_question *q, struct helper_answer *to)
{
	to->id = q->id;
	if (q->kind == WORK_VERIFY)
		to->verified = password_verify(q->hash, q->password);
	if (q->kind == WORK_HASH)
		put_hash(q->password, to);
	else if (to->verified && *q->rehash)
		put_hash(q->rehash, to);
}

static bool say(const struct helper_answer *a)
{
	return send(CHANNEL, a, sizeof(*a), MSG_NOSIGNAL) == sizeof(*a);
}

static bool serve_one(void)
{
	struct helper_question q;
	struct helper_answer to = {.id = 0};
	ssize_t n = recv(CHANNEL, &q, sizeof(q), 0);

	if (n < 0 && errno == EINTR)
		return true;
	if (n != sizeof(q))
		return false;
	q.password[HELPER_PASSWORD_MAX] = '\0';
	q.hash[HELPER_HASH_MAX] = '\0';
	q.rehash[HELPER_PASSWORD_MAX] = '\0';
	answer(&q, &to);
	explicit_bzero(&q, sizeof(q));
	return say(&to);
}

int helper_main(int fd)
{
	struct helper_answer hello = {.id = 0};

	if (sodium_init() < 0 || !keep_only(fd) ||
	    sandbox_enter(SANDBOX_PASSWORD)) {
		log_error("helper cannot enter its sandbox: errno=%d", errno);
		return EXIT_FAILED;
	}
	if (!say(&hello))
		return EXIT_FAILED;
	while (serve_one())
		;
	return EXIT_FAILED;
}
