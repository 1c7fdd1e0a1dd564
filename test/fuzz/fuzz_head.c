/*
 * fuzz_head.c: the head of a request, from anybody. However the bytes are cut
 * the verdict is the same; what is accepted keeps every promise of head.h.
 *
 * sources: src/base/*.c src/http/head.c src/http/url.c
 */
#include "fuzz.h"

#include "base/str.h"
#include "base/utf8.h"
#include "http/head.h"
#include "http/url.h"

#include <string.h>

static bool plain(const char *s)
{
	return s && utf8_valid(s, strlen(s));
}

static int watch_whole(const char *bytes, size_t n, size_t *ret_len)
{
	struct head_watch w = {0};

	return head_watch(&w, bytes, n, ret_len);
}

/* The same, seeing one byte more each time. */
static int watch_slowly(const char *bytes, size_t n, size_t *ret_len)
{
	struct head_watch w = {0};
	int status = HEAD_MORE;

	for (size_t i = 1; i <= n && status == HEAD_MORE; i++)
		status = head_watch(&w, bytes, i, ret_len);
	return status;
}

static void require_pairs(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		REQUIRE(plain(pairs[i].name) && plain(pairs[i].value));
}

static void require_head(const struct req_head *h)
{
	REQUIRE(h->path[0] == '/' && plain(h->path));
	REQUIRE(!strstr(h->path, "/../"));
	REQUIRE(*h->host &&
		!strpbrk(h->host, "/@ :?#\\") == (h->host[0] != '['));
	REQUIRE(!(h->chunked && h->has_length));
	REQUIRE(!(h->chunked && h->minor == 0));
	REQUIRE(h->header_count <= HTTP_HEADERS_MAX);
	REQUIRE(h->arg_count <= HTTP_FIELDS_MAX);
	require_pairs(h->headers, h->header_count);
	require_pairs(h->args, h->arg_count);
}

/* What we encode comes back as it was. */
static void require_encoding(struct arena *a, const char *text)
{
	const struct pair *pairs;
	size_t count;

	if (!plain(text) || !*text)
		return;
	text = url_encode_value(a, text);
	REQUIRE(url_pairs(a, text, strlen(text), &pairs, &count) == OK);
	REQUIRE(count == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	const char *bytes = (const char *)data;
	size_t len = 0, slow_len = 0;
	int status = watch_whole(bytes, size, &len);
	struct req_head head;

	REQUIRE(status == watch_slowly(bytes, size, &slow_len));
	REQUIRE(len == slow_len && len <= HTTP_HEAD_MAX);
	if (status == HEAD_WHOLE) {
		char *text = arena_strndup(&a, bytes, len);

		status = head_parse(&a, text, len, &head);
		REQUIRE(head.path && head.host && head.method_name);
		if (status == 0)
			require_head(&head);
	}
	require_encoding(&a, fuzz_text(&a, data, size));
	arena_release(&a);
	return 0;
}
