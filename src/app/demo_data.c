/*
 * demo_data.c: the demo municipality's words, built into the binary so that
 * `kaiku demo` needs no files beside it.
 */
#include "app/demo.h"

#include "base/str.h"

/* The bytes of each file, with a NUL behind them. */
__asm__(".section .rodata\n"
	".global demo_town_json, demo_town_json_end\n"
	"demo_town_json: .incbin \"data/demo.json\"\n"
	"demo_town_json_end: .byte 0\n"
	".global demo_corpus_jsonl, demo_corpus_jsonl_end\n"
	"demo_corpus_jsonl: .incbin \"data/feedback_corpus.jsonl\"\n"
	"demo_corpus_jsonl_end: .byte 0\n"
	".previous\n");
extern const char demo_town_json[], demo_town_json_end[];
extern const char demo_corpus_jsonl[], demo_corpus_jsonl_end[];

static void json_closer(void *ptr)
{
	json_decref(ptr);
}

enum err demo_data_load(struct arena *a, struct demo_data *ret_data)
{
	size_t size = (size_t)(demo_corpus_jsonl_end - demo_corpus_jsonl);
	const char *at = demo_corpus_jsonl, *end = demo_corpus_jsonl_end;
	struct demo_data d = {0};

	d.town = json_loadb(demo_town_json,
			    (size_t)(demo_town_json_end - demo_town_json), 0,
			    NULL);
	if (!d.town)
		return ERR_INTERNAL;
	arena_defer(a, json_closer, d.town);
	d.messages = arena_array(a, size / 64, sizeof(json_t *));
	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		size_t n = line ? (size_t)(line - at) : (size_t)(end - at);
		json_t *row = json_loadb(at, n, 0, NULL);

		if (!row)
			return ERR_INTERNAL;
		arena_defer(a, json_closer, row);
		d.messages[d.message_count++] = row;
		at += n + 1;
	}
	*ret_data = d;
	return OK;
}

const char *demo_text(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* A few rounds of a multiplicative hash: believable, and always the same. */
uint32_t demo_dice(uint32_t i, uint32_t salt, uint32_t sides)
{
	uint32_t h = i * 2654435761u + salt * 40503u;

	h ^= h >> 15;
	h *= 2246822519u;
	h ^= h >> 13;
	h *= 3266489917u;
	h ^= h >> 16;
	return h % sides;
}

static const char *pick(const struct demo_data *data, const char *list,
			uint32_t dice)
{
	json_t *all = json_object_get(data->town, list);

	return json_string_value(
		json_array_get(all, dice % json_array_size(all)));
}

static bool has_pii(const json_t *row)
{
	return json_array_size(json_object_get(row, "pii")) > 0;
}

static void demo_contact(struct arena *a, const struct demo_data *data,
			 uint32_t i, struct give *g)
{
	bool wants =
		!str_empty(demo_text(data->messages[i % data->message_count],
				     "answer")) ||
		str_same(g->type, "question");

	if (str_same(g->kind, "callback")) {
		g->party.name = pick(data, "names", i);
		g->party.phone =
			arena_printf(a, "040 123 %04u", demo_dice(i, 9, 10000));
		return;
	}
	if (!wants || demo_dice(i, 1, 10) >= 7)
		return;
	g->wants_reply = true;
	g->party.name = demo_dice(i, 2, 2) ? pick(data, "names", i) : "";
	g->party.mail =
		arena_printf(a, "asukas%u@example.com", demo_dice(i, 3, 400));
}

void demo_give(struct arena *a, const struct demo_data *data, size_t i,
	       struct give *ret_give)
{
	const json_t *row = data->messages[i % data->message_count];
	const char *kind = demo_text(row, "kind");
	bool callback = str_same(kind, "callback");
	uint32_t n = (uint32_t)i;
	struct give g = {
		.kind = callback ? "callback" : "feedback",
		.type = callback ? "" : kind,
		.topic_code = demo_dice(n, 4, 5) ? demo_text(row, "topic") : "",
		.title = demo_text(row, "title"),
		.text = demo_text(row, "text"),
		.place = demo_text(row, "place"),
		.nickname =
			demo_dice(n, 5, 3) ? "" : pick(data, "nicknames", n),
		.party = {"", "", ""},
		.channel = "web",
		.may_publish =
			!json_is_true(json_object_get(row, "sensitive")) &&
			demo_dice(n, 6, 10) < (has_pii(row) ? 5 : 8),
		.lang = LANG_FI,
	};

	if (!lang_parse(demo_text(row, "lang"), &g.lang))
		g.lang = LANG_FI;
	if (!str_empty(g.place) && demo_dice(n, 7, 2)) {
		g.has_point = true;
		g.lat = 60.15 + demo_dice(n, 8, 9000) / 100000.0;
		g.lon = 24.80 + demo_dice(n, 10, 18000) / 100000.0;
	}
	demo_contact(a, data, n, &g);
	*ret_give = g;
}
