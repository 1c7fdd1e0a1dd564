/*
 * embed.c: puts files into the program, so that one binary is all there is.
 *
 *	embed assets FILES...      struct asset of src/http/server.h
 *	embed migrations FILES...  struct migration of src/sql/migration.h
 *	embed data NAME FILE       bytes as they are, NAME_data and NAME_size
 *
 * An asset's address carries a hash of its content, so browsers may keep it
 * for ever; gzip and brotli forms are made here, once, at their best level,
 * and kept only when smaller. Style sheets lose comments and white space.
 */
#include "tool.h"

#include <brotli/encode.h>
#include <sodium.h>
#include <zlib.h>

struct bytes {
	unsigned char *ptr;
	size_t n;
};

static const struct {
	const char *suffix, *type;
	bool text; /* worth compressing */
} types[] = {
	{".css", "text/css; charset=utf-8", true},
	{".js", "text/javascript; charset=utf-8", true},
	{".svg", "image/svg+xml", true},
	{".png", "image/png", false},
	{".webp", "image/webp", false},
	{".ico", "image/x-icon", false},
	{".woff2", "font/woff2", false},
	{".webmanifest", "application/manifest+json", true},
	{".txt", "text/plain; charset=utf-8", true},
};

static int type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(dot, types[i].suffix))
			return (int)i;
	complain(path, 0, "no media type is known for this ending");
	return -1;
}

/* A string or comment that starts at s; 0 when none does. */
static size_t css_skip(const char *s, bool *ret_keep)
{
	if (s[0] == '/' && s[1] == '*') {
		const char *end = strstr(s + 2, "*/");

		*ret_keep = false;
		return end ? (size_t)(end + 2 - s) : strlen(s);
	}
	if (*s == '"' || *s == '\'') {
		size_t n = 1;

		while (s[n] && s[n] != *s)
			n += s[n] == '\\' && s[n + 1] ? 2 : 1;
		*ret_keep = true;
		return s[n] ? n + 1 : n;
	}
	return 0;
}

/* White space matters nowhere beside these. Not ":" (a:hover against a :hover)
 * and not "+" or "-" (calc). */
static bool css_tight(char c)
{
	return c && strchr("{};,>", c);
}

static struct bytes css_small(const char *s)
{
	struct buf b = {0};
	bool gap = false;

	buf_puts(&b, "");
	while (*s) {
		bool keep = false;
		size_t n = css_skip(s, &keep);

		if (isspace((unsigned char)*s) || (n && !keep)) {
			gap = true;
			s += n ? n : 1;
			continue;
		}
		if (gap && b.len && !css_tight(b.ptr[b.len - 1]) &&
		    !css_tight(*s))
			buf_putc(&b, ' ');
		gap = false;
		if (*s == '}' && b.len && b.ptr[b.len - 1] == ';')
			b.ptr[--b.len] = '\0';
		buf_add(&b, s, n ? n : 1);
		s += n ? n : 1;
	}
	return (struct bytes){(unsigned char *)b.ptr, b.len};
}

static struct bytes gzip_of(struct bytes in)
{
	z_stream z = {0};
	struct bytes out;

	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY))
		exit(2);
	out.n = deflateBound(&z, in.n) + 32;
	out.ptr = must(malloc(out.n));
	z.next_in = in.ptr;
	z.avail_in = (unsigned)in.n;
	z.next_out = out.ptr;
	z.avail_out = (unsigned)out.n;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		exit(2);
	out.n = z.total_out;
	deflateEnd(&z);
	return out;
}

static struct bytes brotli_of(struct bytes in)
{
	struct bytes out = {NULL, BrotliEncoderMaxCompressedSize(in.n) + 32};

	out.ptr = must(malloc(out.n));
	if (!BrotliEncoderCompress(11, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
				   in.n, in.ptr, &out.n, out.ptr))
		exit(2);
	return out;
}

static void put_bytes(const char *prefix, int i, struct bytes b)
{
	printf("static const unsigned char %s%d[] = {", prefix, i);
	for (size_t k = 0; k < b.n; k++)
		printf("%s%u,", k % 24 ? "" : "\n\t", b.ptr[k]);
	printf("%s\n};\n", b.n ? "" : "0");
}

/* The name as a part of a C name: kaiku.css is asset_kaiku_css. */
static char *c_name(const char *name)
{
	char *c = copy(name, strlen(name));

	for (char *p = c; *p; p++)
		if (!isalnum((unsigned char)*p))
			*p = '_';
	return c;
}

/* "kaiku" and "1a2b3c4d" and ".css" */
static void put_path(const char *name, const char *hash)
{
	const char *dot = strrchr(name, '.');

	printf("extern const char asset_%s[];\n", c_name(name));
	printf("const char asset_%s[] = \"/static/%.*s.%.8s%s\";\n",
	       c_name(name), (int)(dot - name), name, hash, dot);
}

static void asset(struct buf *table, int i, const char *path)
{
	struct bytes raw = {0}, gz = {0}, br = {0};
	unsigned char digest[16];
	char hash[33];
	int type = type_of(path);

	raw.ptr = (unsigned char *)read_file(path, &raw.n);
	if (type < 0 || !raw.ptr)
		return;
	if (!strcmp(types[type].suffix, ".css"))
		raw = css_small((char *)raw.ptr);
	crypto_generichash(digest, sizeof(digest), raw.ptr, raw.n, NULL, 0);
	sodium_bin2hex(hash, sizeof(hash), digest, sizeof(digest));
	if (types[type].text) {
		gz = gzip_of(raw);
		br = brotli_of(raw);
	}
	put_path(base_name(path), hash);
	put_bytes("bytes_", i, raw);
	if (gz.n && gz.n < raw.n)
		put_bytes("gzip_", i, gz);
	if (br.n && br.n < raw.n)
		put_bytes("brotli_", i, br);
	buf_printf(table,
		   "\t{.name = \"%s\", .path = asset_%s, .type = \"%s\",\n"
		   "\t .etag = \"\\\"%s\\\"\",\n"
		   "\t .bytes = bytes_%d, .size = %zu,\n",
		   base_name(path), c_name(base_name(path)), types[type].type,
		   hash, i, raw.n);
	if (gz.n && gz.n < raw.n)
		buf_printf(table, "\t .gzip = gzip_%d, .gzip_size = %zu,\n", i,
			   gz.n);
	if (br.n && br.n < raw.n)
		buf_printf(table,
			   "\t .brotli = brotli_%d, .brotli_size = %zu,\n", i,
			   br.n);
	buf_puts(table, "\t},\n");
}

static void assets(int n, char **paths)
{
	struct buf table = {0};

	puts("/* Made by tools/embed.c from static/. */\n"
	     "#include \"http/server.h\"\n");
	buf_puts(&table, "\nconst struct asset assets[] = {\n");
	for (int i = 0; i < n; i++)
		asset(&table, i, paths[i]);
	printf("%s\t{.name = NULL},\n};\n", table.ptr);
}

static void migrations(int n, char **paths)
{
	puts("/* Made by tools/embed.c from migrations/. */\n"
	     "#include \"sql/migration.h\"\n");
	for (int i = 0; i < n; i++) {
		struct bytes b = {0};

		b.ptr = (unsigned char *)read_file(paths[i], &b.n);
		if (!b.ptr)
			return;
		b.n++; /* with its NUL: the table holds C strings */
		put_bytes("text_", i, b);
	}
	puts("\nconst struct migration migrations[] = {");
	for (int i = 0; i < n; i++)
		printf("\t{.name = \"%s\", .text = (const char *)text_%d},\n",
		       base_name(paths[i]), i);
	puts("\t{.name = NULL},\n};");
}

static void data(const char *name, const char *path)
{
	struct bytes b = {0};

	b.ptr = (unsigned char *)read_file(path, &b.n);
	if (!b.ptr)
		return;
	printf("/* Made by tools/embed.c from %s. */\n#include <stddef.h>\n\n"
	       "extern const unsigned char %s_data[];\n"
	       "extern const size_t %s_size;\n"
	       "const size_t %s_size = %zu;\n"
	       "const unsigned char %s_data[] = {",
	       base_name(path), name, name, name, b.n, name);
	for (size_t k = 0; k < b.n; k++)
		printf("%s%u,", k % 24 ? "" : "\n\t", b.ptr[k]);
	puts("\n};");
}

int main(int argc, char **argv)
{
	if (argc < 2 || sodium_init() < 0)
		return 2;
	if (!strcmp(argv[1], "assets"))
		assets(argc - 2, argv + 2);
	else if (!strcmp(argv[1], "migrations"))
		migrations(argc - 2, argv + 2);
	else if (!strcmp(argv[1], "data") && argc == 4)
		data(argv[2], argv[3]);
	else
		return 2;
	return tool_errors ? 1 : 0;
}
