/*
 * install_pages.c: what a phone is told when somebody puts the form for
 * feedback on its home screen (W3C Web Application Manifest). One for each
 * municipality and language, the same for everybody.
 */
#include "base/json.h"
#include "base/str.h"
#include "html/page.h"
#include "http/server.h"
#include "tenant/tenant.h"
#include "tenant/tenant_pages.h"
#include "tenant/theme.h"

/* --brand and --paper of static/kaiku.css, where no colour was chosen. */
static const char neutral[] = "#0b5563", paper[] = "#f6f5f1";

static const struct icon {
	const char *asset, *sizes, *type, *purpose;
} icons[] = {
	{"icon.svg", "any", "image/svg+xml", "any"},
	{"icon-192.png", "192x192", "image/png", "any"},
	{"icon-512.png", "512x512", "image/png", "any"},
	{"icon-mask-512.png", "512x512", "image/png", "maskable"},
};

static const char *theme_colour(struct arena *a)
{
	struct colour accent;

	if (!colour_parse(tenant_now()->accent, &accent))
		return neutral;
	return colour_text(a, theme_of(accent).light.brand);
}

static void put_icons(struct json *j)
{
	json_key(j, "icons");
	json_open(j, '[');
	for (size_t i = 0; i < sizeof(icons) / sizeof(icons[0]); i++) {
		json_open(j, '{');
		json_put_text(j, "src", asset_path(icons[i].asset));
		json_put_text(j, "sizes", icons[i].sizes);
		json_put_text(j, "type", icons[i].type);
		json_put_text(j, "purpose", icons[i].purpose);
		json_close(j, '}');
	}
	json_close(j, ']');
}

enum err install_page_manifest(struct request *req, struct response *res)
{
	const char *start =
		arena_printf(req->arena, "/%s/give", lang_codes[req->lang]);
	struct json j;
	struct str s;

	str_init(&s, req->arena, 1024);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "id", "/");
	json_put_text(&j, "name",
		      word_fill(req->arena, req->lang, W_install_name,
				WORDS(WORD_TEXT("name",
						req->brand->name[req->lang]))));
	json_put_text(&j, "short_name", word(req->lang, W_install_short));
	json_put_text(&j, "lang", lang_codes[req->lang]);
	json_put_text(&j, "start_url", start);
	json_put_text(&j, "scope", "/");
	json_put_text(&j, "display", "standalone");
	json_put_text(&j, "theme_color", theme_colour(req->arena));
	json_put_text(&j, "background_color", paper);
	put_icons(&j);
	json_close(&j, '}');
	res->type = "application/manifest+json";
	res->open = true;
	res->body = s.ptr;
	res->body_len = s.len;
	return OK;
}
