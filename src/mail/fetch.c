/*
 * fetch.c: see fetch.h. Nothing of who asks goes along: no cookie, no
 * referrer, one name for all.
 */
#include "mail/fetch.h"

#include "base/arena.h"
#include "base/str.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
	WHOLE_MS = 8000,
	CONNECT_MS = 3000,
	REDIRECTS = 3,
	ANSWER_MS = 2000,
	ANSWER_CONNECT_MS = 1000,
};

bool fetch_url_ok(const char *url)
{
	return str_starts(url, "https://") || str_starts(url, "http://");
}

static size_t take(char *bytes, size_t size, size_t n, void *arg)
{
	struct str *to = arg;

	if (to->len + size * n > FETCH_BYTES_MAX)
		return 0;
	str_add(to, bytes, size * n);
	return size * n;
}

static bool set(CURL *curl, const char *url, struct str *to)
{
	return !curl_easy_setopt(curl, CURLOPT_URL, url) &&
	       !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") &&
	       !curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
				 "http,https") &&
	       !curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS) &&
	       !curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS) &&
	       !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
				 (long)CONNECT_MS) &&
	       !curl_easy_setopt(curl, CURLOPT_USERAGENT, "kaiku") &&
	       !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) &&
	       !curl_easy_setopt(curl, CURLOPT_WRITEDATA, to);
}

static bool whole(int fd, const struct str *s)
{
	bool good = write(fd, s->ptr, s->len) == (ssize_t)s->len;

	return !close(fd) && good;
}

/* Under another name first: nobody sees half of it. */
static enum err keep(struct arena *a, const char *path, const struct str *s)
{
	const char *half = arena_printf(a, "%s.%d", path, (int)getpid());
	int fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return ERR_UNAVAILABLE;
	if (whole(fd, s) && !rename(half, path))
		return OK;
	unlink(half);
	return ERR_UNAVAILABLE;
}

/* Somebody waits for it. */
static bool hurry(CURL *curl)
{
	return !curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) &&
	       !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS) &&
	       !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
				 (long)ANSWER_CONNECT_MS);
}

static enum err fetch(const char *url, const char *path, bool waited_for,
		      bool (*fits)(const unsigned char *bytes, size_t n))
{
	struct arena a = ARENA_INIT;
	CURL *curl = curl_easy_init();
	enum err err = ERR_UNAVAILABLE;
	struct str got;

	str_init(&got, &a, 64 * 1024);
	if (curl && set(curl, url, &got) && (!waited_for || hurry(curl)) &&
	    !curl_easy_perform(curl) &&
	    fits((const unsigned char *)got.ptr, got.len))
		err = keep(&a, path, &got);
	curl_easy_cleanup(curl);
	arena_release(&a);
	return err;
}

enum err fetch_picture(const char *url, const char *path,
		       bool (*is_picture)(const unsigned char *bytes, size_t n))
{
	return fetch(url, path, false, is_picture);
}

enum err fetch_answer(const char *url, const char *path,
		      bool (*is_answer)(const unsigned char *bytes, size_t n))
{
	return fetch(url, path, true, is_answer);
}
