/*
 * shared.c: the mapping all processes of one Kaiku count in.
 */
#include "base/shared.h"

#include "base/clock.h"
#include "base/id.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct shared *shared;

/* Of this start only: nobody outside can aim for somebody else's bucket. */
static unsigned char hash_key[crypto_shorthash_KEYBYTES];

void shared_make(void)
{
	void *map = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED)
		abort();
	random_bytes(hash_key, sizeof(hash_key));
	shared = map;
}

static uint64_t hash(const char *text)
{
	unsigned char out[crypto_shorthash_BYTES];
	uint64_t value;

	crypto_shorthash(out, (const unsigned char *)text, strlen(text),
			 hash_key);
	memcpy(&value, out, sizeof(value));
	return value;
}

/*
 * A bucket holds the second its period ends and the count so far. A period
 * begins with its first use: at a time that everybody knows one could have two
 * periods' worth at once. Two keys that share a bucket by chance share both.
 */
static _Atomic uint64_t *bucket_of(const char *what, const char *who)
{
	return &shared->bucket[(hash(what) * 3 + hash(who)) % SHARED_BUCKETS];
}

bool shared_allow(const char *what, const char *who, int max, int period_s)
{
	uint64_t now, end, old;
	_Atomic uint64_t *bucket;
	uint32_t count;

	if (!shared)
		return true;
	bucket = bucket_of(what, who);
	now = (uint64_t)(clock_now_us() / SECOND_US);
	old = atomic_load(bucket);
	do {
		end = old >> 32 > now ? old >> 32 : now + (uint64_t)period_s;
		count = old >> 32 > now ? (uint32_t)old : 0;
		if (count >= (uint32_t)max)
			return false;
	} while (!atomic_compare_exchange_weak(bucket, &old,
					       end << 32 | (count + 1)));
	return true;
}

bool shared_spent(const char *what, const char *who, int max)
{
	uint64_t now = (uint64_t)(clock_now_us() / SECOND_US), old;

	if (!shared)
		return false;
	old = atomic_load(bucket_of(what, who));
	return old >> 32 > now && (uint32_t)old >= (uint32_t)max;
}

void shared_wake_jobs(int64_t tenant)
{
	if (!shared)
		return;
	atomic_fetch_add(&shared->jobs_of[tenant % SHARED_WAITERS], 1);
	atomic_fetch_add(&shared->jobs_wanted, 1);
}
