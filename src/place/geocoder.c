/*
 * geocoder.c: see geocoder.h. Answers are kept in DIR/places, under a digest of
 * the question: no file says who asked what. They are small and short-lived.
 */
#include "place/geocoder.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "http/url.h"
#include "mail/fetch.h"
#include "tenant/form.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FRESH_S = 600,
	VAIN_S = 5,
	SWEEP_EVERY = 64,
	ANSWER_MAX = 256 * 1024,
	TYPED_MAX = 200,
};

static const struct config *config;

bool geocoder_ok(const char *url)
{
	return fetch_url_ok(url);
}

void geocoder_use(const struct config *c)
{
	config = c;
}

bool geocoder_any(void)
{
	return config && !str_empty(config->geocoder);
}

/* ---- the question ---- */

static const char *clipped(struct arena *a, const char *typed)
{
	return str_trim(a, utf8_clip(a, typed, TYPED_MAX));
}

const char *geocoder_url(struct arena *a, const struct geo_box *box,
			 enum lang lang, const char *typed)
{
	const char *base = config->geocoder;

	return arena_printf(
		a,
		"%s%stext=%s&lang=%s&size=%d&boundary.rect.min_lat=%.4f"
		"&boundary.rect.min_lon=%.4f&boundary.rect.max_lat=%.4f"
		"&boundary.rect.max_lon=%.4f",
		base, strchr(base, '?') ? "&" : "?",
		url_encode_value(a, clipped(a, typed)), lang_codes[lang],
		ADDRESS_HITS, box->south, box->west, box->north, box->east);
}

const char *geocoder_cache(struct arena *a)
{
	return arena_printf(a, "%s/places", config->data);
}

const char *geocoder_path(struct arena *a, const struct geo_box *box,
			  enum lang lang, const char *typed)
{
	const char *url = geocoder_url(a, box, lang, typed);

	return arena_printf(a, "%s/%s", geocoder_cache(a),
			    text_digest(a, url, strlen(url)));
}

static bool younger(const char *path, int64_t s)
{
	struct stat st;

	return !stat(path, &st) &&
	       clock_now_us() - (int64_t)st.st_mtim.tv_sec * SECOND_US <
		       s * SECOND_US;
}

/* When it fails once nobody waits for it for a moment. */
static const char *vain(struct arena *a)
{
	return arena_printf(a, "%s/vain", geocoder_cache(a));
}

bool geocoder_fresh(const char *path)
{
	struct arena a = ARENA_INIT;
	bool fresh = younger(path, FRESH_S) || younger(vain(&a), VAIN_S);

	arena_release(&a);
	return fresh;
}

/* ---- the answer ---- */

static void drop_json(void *json)
{
	json_decref(json);
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text ? text : "";
}

static bool within(const struct geo_box *box, struct geo_point p)
{
	/* Written so that NaN fails too. */
	return p.lon >= box->west && p.lon <= box->east &&
	       p.lat >= box->south && p.lat <= box->north;
}

static bool read_hit(struct arena *a, const json_t *feature,
		     const struct geo_box *box, struct address_hit *ret)
{
	const json_t *at = json_object_get(json_object_get(feature, "geometry"),
					   "coordinates");
	const json_t *p = json_object_get(feature, "properties");
	const struct geo_point point = {
		json_number_value(json_array_get(at, 0)),
		json_number_value(json_array_get(at, 1)),
	};
	const char *name = text_line(a, text_of(p, "name"));

	if (json_array_size(at) < 2 || !within(box, point) || !*name)
		return false;
	*ret = (struct address_hit){
		.name = utf8_clip(a, name, TYPED_MAX),
		.postcode = utf8_clip(a, text_line(a, text_of(p, "postalcode")),
				      TYPED_MAX),
		.has_point = true,
		.at = point,
	};
	return true;
}

size_t geocoder_read(struct arena *a, const char *path,
		     const struct geo_box *box,
		     struct address_hit ret_hits[ADDRESS_HITS])
{
	json_t *json = younger(path, 2 * FRESH_S)
			       ? json_load_file(path, 0, NULL)
			       : NULL;
	const json_t *list = json_object_get(json, "features");
	size_t n = 0;

	if (json)
		arena_defer(a, drop_json, json);
	for (size_t i = 0; i < json_array_size(list) && n < ADDRESS_HITS; i++)
		n += read_hit(a, json_array_get(list, i), box, &ret_hits[n]);
	return n;
}

/* ---- in the process that asks ---- */

static bool is_answer(const unsigned char *bytes, size_t n)
{
	json_t *json = n > ANSWER_MAX
			       ? NULL
			       : json_loadb((const char *)bytes, n, 0, NULL);
	bool good = json_is_array(json_object_get(json, "features"));

	json_decref(json);
	return good;
}

static void make_room(struct arena *a, const char *cache)
{
	DIR *d = opendir(cache);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *path = arena_printf(a, "%s/%s", cache, e->d_name);

		if (e->d_name[0] != '.' && !younger(path, 2 * FRESH_S))
			unlink(path);
	}
	if (d)
		closedir(d);
}

enum err geocoder_fetch(const char *url, const char *path, const char *cache)
{
	struct arena a = ARENA_INIT;
	const char *failed = arena_printf(&a, "%s/vain", cache);
	enum err err;

	mkdir(cache, 0700);
	err = fetch_answer(url, path, is_answer);
	if (err)
		close(open(failed, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			   0600));
	else
		unlink(failed);
	if (getpid() % SWEEP_EVERY == 0)
		make_room(&a, cache);
	arena_release(&a);
	return err;
}
