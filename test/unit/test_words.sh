#!/bin/bash
# The generator of words and the one of embedded files: what they refuse, with
# the right file and line, and what they make.
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build-san}
make --no-print-directory B="$B" "$B/tools/words" "$B/tools/embed" >/dev/null || exit 1
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
n=0; bad=0
result() { # result STATUS NAME [DETAILS]
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"
	else echo "not ok $n - $2"; echo "${3:-}" | head -20 | sed 's/^/# /'; bad=1; fi
}
HEAD='msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\n"
'
# po LANG <<< entries (the header is 3 lines, with an empty one)
po() { { echo "$HEAD"; cat; } > "$T/$1.x.po"; }
words() { "$B/tools/words" "$T" "$T"/*.po 2>&1; }
refused() { # refused WHERE WORDS
	local out
	if out=$(words); then result 1 "refused: $2" "was accepted"
	else grep -qE "$1: error: .*$2" <<< "$out"; result $? "refused: $2" "$out"; fi
}
A='msgid "a_b"
msgstr "x {name}"'
P='msgid "many"
msgid_plural "many"
msgstr[0] "one"
msgstr[1] "{n} more"'
po fi <<< "$A

$P"
po sv <<< "$A

$P"
out=$(words); result $? "two languages that agree" "$out"
grep -q 'W_a_b,' "$T/words.h" && grep -q 'WORD_ARGS_many = 1' "$T/words.h"
result $? "the enum and the placeholders are written"
po sv <<< "$A"
refused "fi.x.po:7" '"many" is missing in sv'
po sv <<< "$A

$P

$A"
refused "sv.x.po:12" '"a_b" stands already in .*sv.x.po:4'
po sv <<< "$P

msgid \"a_b\"
msgstr \"x {nam}\""
refused "sv.x.po:9" '\{nam\} is not in the other languages'
po sv <<< "$P

msgid \"a_b\"
msgstr \"x\""
refused "sv.x.po:9" '\{name\} is missing'
po sv <<< "$A

msgid \"many\"
msgid_plural \"many\"
msgstr[0] \"en\"
msgstr[1] \"flera\""
out=$(words); result $? "a form may leave its number out" "$out"
po sv <<< "$A

msgid \"many\"
msgstr \"{n}\""
refused "sv.x.po:7" 'has 1 forms, sv wants 2'
po sv <<< "$P

msgid \"a_b\"
msgstr \"\""
refused "sv.x.po:9" '"a_b" is empty'
po sv <<< "$P

msgid \"a_b\"
msgstr \"{name\""
refused "sv.x.po:9" 'a placeholder is \{name\}'
po sv <<< "$P

#, fuzzy
msgid \"a_b\"
msgstr \"x {name}\""
refused "sv.x.po:10" 'is fuzzy'
po sv <<< "$P

msgid \"A b\"
msgstr \"x\""
refused "sv.x.po:9" 'a msgid is'
po sv <<< "$P

msgid \"a_b\"
msgstr \"x {name}"
refused "sv.x.po:10" 'no closing quote'
po sv <<< "$P

msgctxt \"c\"
msgid \"a_b\"
msgstr \"x {name}\""
refused "sv.x.po:9" 'not understood'

# ---- embedded files ----
printf 'a { color: red; }\n/* gone */\n\nb > c , d::after { content: "/* } */"; margin: calc(1px + 2px) }\n' > "$T/x.css"
printf '<svg/>' > "$T/tiny.svg"
"$B/tools/embed" assets "$T/x.css" "$T/tiny.svg" > "$T/assets.c"
result $? "assets are written"
cat > "$T/main.c" <<'C'
#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include <brotli/decode.h>
struct asset { const char *name, *path, *type, *etag; const unsigned char *bytes, *gzip, *brotli; unsigned long size, gzip_size, brotli_size; };
#include "assets.inc"
int main(void)
{
	for (const struct asset *a = assets; a->name; a++) {
		unsigned char z[9999], b[9999];
		z_stream s = {.next_in = (void *)a->gzip, .avail_in = a->gzip_size, .next_out = z, .avail_out = sizeof z};
		size_t n = sizeof b;
		printf("%s %s %s %s\n%.*s\n", a->name, a->path, a->type, a->etag, (int)a->size, a->bytes);
		if (a->gzip) {
			inflateInit2(&s, 31);
			printf("gzip %d\n", inflate(&s, Z_FINISH) == Z_STREAM_END && s.total_out == a->size && !memcmp(z, a->bytes, a->size) && a->gzip_size < a->size);
		}
		if (a->brotli)
			printf("brotli %d\n", BrotliDecoderDecompress(a->brotli_size, a->brotli, &n, b) && n == a->size && !memcmp(b, a->bytes, n) && a->brotli_size < a->size);
	}
	return 0;
}
C
sed '/#include/d' "$T/assets.c" > "$T/assets.inc"
out=$(gcc -o "$T/run" "$T/main.c" -lz -lbrotlidec 2>&1 && "$T/run")
result $? "their table compiles" "$out"
grep -qE '^x.css /static/x\.[0-9a-f]{8}\.css text/css; charset=utf-8 "[0-9a-f]{32}"$' <<< "$out"
result $? "hash, type and ETag" "$out"
grep -qxF 'a{color: red}b>c,d::after{content: "/* } */";margin: calc(1px + 2px)}' <<< "$out"
result $? "a style sheet loses only what means nothing" "$out"
! grep -qE '^(gzip|brotli) 0' <<< "$out"
result $? "packed forms unpack to the same, and are smaller" "$out"
! sed -n '/tiny.svg/,$p' <<< "$out" | grep -q gzip
result $? "a form that is not smaller is left out" "$out"
big=$(head -c 20000 /dev/zero | tr '\0' x); echo "a{content:\"$big\"}" > "$T/x.css"
"$B/tools/embed" assets "$T/x.css" > "$T/assets.c"; sed '/#include/d' "$T/assets.c" > "$T/assets.inc"
grep -q '.brotli = ' "$T/assets.c" && grep -q '.gzip = ' "$T/assets.c"
result $? "a long file has both packed forms"
touch "$T/x.exe"
! "$B/tools/embed" assets "$T/x.exe" > /dev/null 2>&1
result $? "a file of unknown type is refused"
echo "1..$n"
exit $bad
