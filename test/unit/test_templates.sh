#!/bin/bash
# The template generator: what it refuses (with the right line), and what its
# C writes for hostile values in every place a value may stand.
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build-san}
make --no-print-directory B="$B" "$B/tools/templates" >/dev/null || exit 1
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
n=0; bad=0
result() { # result STATUS NAME [DETAILS]
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"
	else echo "not ok $n - $2"; echo "${3:-}" | head -20 | sed 's/^/# /'; bad=1; fi
}

# refused LINE WORDS <<< template: the build must fail there, saying so
refused() {
	local line=$1 words=$2 out
	cat > "$T/page.html"
	if out=$("$B/tools/templates" x "$T" "$T/page.html" 2>&1); then
		result 1 "refused: $words" "was accepted"
	else
		grep -qE "page\.html:$line: error: .*$words" <<< "$out"
		result $? "refused: $words" "$out"
	fi
}
accepted() { # accepted NAME <<< template
	local out
	cat > "$T/page.html"
	out=$("$B/tools/templates" x "$T" "$T/page.html" 2>&1)
	result $? "accepted: $1" "$out"
}
V='{{view struct x "x/x_views.h"}}'

refused 2 "inside <script>|no script is inline|needs src" <<< "$V
<script>{{v.a}}</script>"
refused 2 "no script is inline" <<< "$V
<script src=\"/a\">let a</script>"
refused 2 "<style> is refused" <<< "$V
<style>p { color: {{v.a}} }</style>"
refused 3 "style= is refused" <<< "$V
<p>
<i style=\"color: red\"></i></p>"
refused 2 "onclick is refused" <<< "$V
<p onclick=\"{{v.a}}\"></p>"
refused 2 "srcdoc is refused" <<< "$V
<iframe srcdoc=\"{{v.a}}\"></iframe>"
refused 2 "http-equiv is refused" <<< "$V
<meta http-equiv=\"refresh\" content=\"0\">"
refused 2 "a value inside a comment" <<< "$V
<!-- {{v.a}} -->"
refused 2 "double quotes" <<< "$V
<p class={{v.a}}></p>"
refused 2 "double quotes" <<< "$V
<p class='a'></p>"
refused 3 "a value as a tag" <<< "$V

<{{v.a}}>"
refused 2 "a value as a tag, attribute name" <<< "$V
<p {{v.a}}=\"1\"></p>"
refused 2 "a value as a tag, attribute name" <<< "$V
<p data-{{v.a}}=\"1\"></p>"
refused 2 "a space is missing" <<< "$V
<input{{if v.a}}checked{{end}}>"
refused 2 "in a URL a value needs" <<< "$V
<a href=\"{{v.a}}{{v.b}}\">x</a>"
refused 4 "one way ends" <<< "$V
<p>
{{if v.a}}</p>
{{end}}"
refused 3 "one way ends" <<< "$V
{{for e in v.l[v.n]}}<li>{{e.a}}
{{end}}"
refused 2 "one way ends in the attribute id, another in the attribute class" <<< "$V
<p {{if v.a}}class=\"a{{else}}id=\"{{end}}\"></p>"
refused 3 "</p> while <b> of line 2 is still open" <<< "$V
<p><b>
</p></b>"
refused 4 "the template ends inside <main> of line 2" <<< "$V
<main>
<p></p>"
refused 2 "</p> closes nothing" <<< "$V
</p>"
refused 2 "if\}\} has no \{\{end\}\}" <<< "$V
{{if v.a}}
"
refused 2 "without \{\{if\}\}" <<< "$V
{{end}}"
refused 2 "has no \{\{if\}\}" <<< "$V
{{if v.a}}{{else}}{{else}}{{end}}"
refused 2 "has no \{\{if\}\}" <<< "$V
{{for e in v.l[v.n]}}{{else}}{{end}}"
refused 2 "neither v. nor a loop variable" <<< "$V
{{e.a}}"
refused 2 "neither v. nor a loop variable" <<< "$V
{{if strlen(v.a)}}{{end}}"
refused 2 "has no place in an expression" <<< "$V
{{if v.a = 1}}{{end}}"
refused 2 "has no place in an expression" <<< "$V
{{if v.a == \"x\"}}{{end}}"
refused 2 "has no place in an expression" <<< "$V
{{v.a; system(1)}}"
refused 2 "with a new name" <<< "$V
{{for v in v.l[v.n]}}{{end}}"
refused 2 "with a new name" <<< "$V
{{for t in v.l[v.n]}}{{end}}"
refused 2 "is wanted, with a new name" <<< "$V
{{for e in v.l}}{{end}}"
refused 2 "a form that posts needs" <<< "$V
<form method=\"post\" action=\"/x\">
</form>"
refused 2 "belongs in a form that posts" <<< "$V
<form action=\"/x\">{{csrf}}</form>"
refused 2 "put it in a <div>" <<< "$V
<p>{{lines v.a}}</p>"
refused 2 "needs dir=.auto. around it" <<< "$V
<div>{{lines v.a}}</div>"
refused 2 "put it in a <div>" <<< "$V
<p dir=\"auto\">{{lines v.a}}</p>"
refused 3 "needs dir=.auto. around it" <<< "$V
<div dir=\"auto\"><b>{{v.a}}</b></div>
<div dir=\"ltr\">{{lines v.a}}</div>"
said() { printf '%s\n' "$V" "$1" > "$T/page.html"; "$B/tools/templates" matter "$T" "$T/page.html" 2>&1; }
out=$(said '<h1>{{v.title}}</h1>'); grep -q "page.html:2: error: residents' words" <<< "$out"
result $? "residents' words without dir=auto are refused" "$out"
out=$(said '<h1 dir="auto"><b>{{v.title}}</b></h1><p title="{{v.title}}">{{v.topic}}</p>')
result $? "with it, and in attributes, they are not" "$out"
refused 2 "there is no template nobody" <<< "$V
{{include nobody v.a}}"
refused 2 "there is no static/nothing.css" <<< "$V
<link href=\"{{asset nothing.css}}\">"
refused 2 "no place in a URL" <<< "$V
<a href=\"{{t a_word}}\">x</a>"
refused 2 "<div/> does not close itself" <<< "$V
<div/>"
refused 2 "<img> needs alt" <<< "$V
<img src=\"/a\">"
refused 2 "<button> needs type" <<< "$V
<button>x</button>"
refused 2 "<a> inside <a>" <<< "$V
<a href=\"/a\"><b><a href=\"/b\">x</a></b></a>"
refused 2 "write &lt;" <<< "$V
1 < 2"
refused 2 "holds only text" <<< "$V
<textarea><b></b></textarea>"
refused 2 "\{\{ without" <<< "$V
{{v.a"
refused 1 "begins with" <<< "<p></p>"
refused 1 "is wanted" <<< "{{view x}}"
refused 2 "has no view" <<< "{{view none}}
{{v.a}}"
refused 2 "name=value is wanted" <<< "$V
{{t a_word v.a}}"

accepted "a boolean attribute" <<< "$V
<input {{if v.a}}checked{{end}}>"
accepted "whole attributes in branches" <<< "$V
<a{{if v.a}} href=\"{{v.a}}\"{{else}} id=\"x\"{{end}}>x</a>"
accepted "nested loops" <<< "$V
{{for e in v.l[v.n]}}{{for f in e.l[e.n]}}<p id=\"{{e_i}}-{{f_i}}\">{{f.a}}</p>{{end}}{{end}}"
accepted "svg closes itself" <<< "$V
<svg viewBox=\"0 0 1 1\"><title>{{v.a}}</title><path d=\"M0 0\"/></svg>"

# ---- what comes out ----
mkdir -p "$T/x" "$T/gen"
cat > "$T/x/x_views.h" <<'H'
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
struct row { const char *text; const char *none; int64_t n; };
struct x {
	const char *s, *url, *part, *phone, *empty, *null;
	char *mut;
	int64_t big;
	size_t count;
	bool yes, no;
	int small;
	const struct row *rows;
	const char *const *texts;
	struct row one;
	const struct row *ptr;
};
H
cat > "$T/page.html" <<'P'
{{view struct x "x/x_views.h"}}
{{# a comment, "quoted" <b> }}
text:{{v.s}}
attr:<i title="{{v.s}}"></i>
in:<i title="a {{v.s}} b"></i>
plain:<textarea name="t">
  {{v.s}}</textarea>
url:<a href="{{v.url}}">x</a>
part:<a href="/m/{{v.part}}/x">x</a>
query:<a href="/m?q={{v.part}}&amp;n={{v.big}}">x</a>
tel:<a href="tel:{{v.phone}}">x</a>
bad:{{for u in v.texts[v.count]}}<a href="{{u}}">x</a>{{end}}
null:[{{v.null}}][{{v.empty}}]
mut:{{v.mut}}
int:{{v.big}},{{v.small}},{{v.count}}
if:{{if v.s}}a{{end}}{{if v.empty}}b{{end}}{{if v.null}}c{{end}}{{if !v.empty && v.yes}}d{{end}}{{if v.no || v.small > 2}}e{{elif v.big == -5}}f{{else}}g{{end}}
for:{{for r in v.rows[2]}}{{r_i}}={{r.text}};{{end}}
member:{{v.one.text}},{{v.ptr->text}},{{v.ptr.n}},{{v.rows[1].text}}
include:{{include row v.one}}{{include row v.ptr}}{{for r in v.rows[2]}}{{include row r}}{{end}}
lines:<div dir="auto">{{lines v.s}}</div><div>{{markdown v.s}}</div>
  <ul>
  {{if v.yes}}
  <li>gap</li>
  {{end}}
  </ul>
P
sed -i 's/{{v.ptr.n}}/{{v.ptr->n}}/' "$T/page.html"
cat > "$T/row.html" <<'P'
{{view struct row "x/x_views.h"}}
<b>{{v.text}}</b>
P
cat > "$T/feed.xml" <<'P'
{{view struct x "x/x_views.h"}}
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{v.s}}</title><link href="{{v.url}}" title="{{v.s}}"/></feed>
P
cat > "$T/main.c" <<'C'
#include "base/arena.h"
#include "x/x_tpl.h"
int main(void)
{
	static const char hostile[] = "<b>&\"'\x01\n\nB\xEF\xBF\xBF\xC3\xA4";
	static const char *const bad[] = {
		"javascript:alert(1)", "//evil.example", "/\\evil.example",
		"data:text/html,x", " /a", "JAVASCRIPT:x", "vbscript:x"};
	struct row rows[2] = {{"<0>", NULL, 1}, {"&1", NULL, 2}};
	char mut[] = "<mut>";
	struct x v = {.s = hostile, .url = "/a b?x=1&y=\"<\xC3\xA4",
		      .part = "a/b?c#d&e=f \"\xC3\xA4+", .phone = "+358 (0)9-1;x",
		      .empty = "", .mut = mut, .big = -5, .count = 7,
		      .yes = true, .small = 2, .rows = rows, .texts = bad,
		      .one = rows[0], .ptr = &rows[1]};
	struct arena a = ARENA_INIT;
	struct out o;

	out_init(&o, &a, LANG_FI);
	tpl_x_page(&o, &v);
	tpl_x_feed(&o, &v);
	fwrite(o.s.ptr, 1, o.s.len, stdout);
	arena_release(&a);
	return 0;
}
C
cat > "$T/want" <<'W'
text:&lt;b&gt;&amp;&quot;&#39;

Bä
attr:<i title="&lt;b&gt;&amp;&quot;&#39;

Bä"></i>
in:<i title="a &lt;b&gt;&amp;&quot;&#39;

Bä b"></i>
plain:<textarea name="t">
  &lt;b&gt;&amp;&quot;&#39;

Bä</textarea>
url:<a href="/a%20b?x=1&amp;y=%22%3C%C3%A4">x</a>
part:<a href="/m/a%2Fb%3Fc%23d%26e%3Df%20%22%C3%A4+/x">x</a>
query:<a href="/m?q=a%2Fb%3Fc%23d%26e%3Df%20%22%C3%A4%2B&amp;n=-5">x</a>
tel:<a href="tel:+358091">x</a>
bad:<a href="#">x</a><a href="#">x</a><a href="#">x</a><a href="#">x</a><a href="#">x</a><a href="#">x</a><a href="#">x</a>
null:[][]
mut:&lt;mut&gt;
int:-5,2,7
if:adf
for:0=&lt;0&gt;;1=&amp;1;
member:&lt;0&gt;,&amp;1,2,&amp;1
include:<b>&lt;0&gt;</b>
<b>&amp;1</b>
<b>&lt;0&gt;</b>
<b>&amp;1</b>

lines:<div dir="auto"><p>&lt;b&gt;&amp;&quot;&#39;</p><p>Bä</p></div><div><p>&lt;b&gt;&amp;&quot;&#39;</p><p>Bä</p></div>
<ul>
<li>gap</li>
</ul>
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&lt;b&gt;&amp;&quot;&#39;

Bä</title><link href="/a%20b?x=1&amp;y=%22%3C%C3%A4" title="&lt;b&gt;&amp;&quot;&#39;

Bä"/></feed>
W
out=$("$B/tools/templates" x "$T/x" "$T/page.html" "$T/row.html" "$T/feed.xml" 2>&1)
result $? "a page of every place is generated" "$out"
SAN=; case $B in *-san) SAN="-fsanitize=address,undefined";; esac
CC="${CC:-gcc} -std=c17 -D_GNU_SOURCE -include src/base/banned.h -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Werror $SAN -Isrc -I$B/gen -I$T"
LIBS="$(pkg-config --libs libuv sqlite3 libpq jansson libsodium gmime-3.0 libcurl libseccomp zlib libbrotlienc libcmark) -lm"
out=$($CC -o "$T/run" "$T/main.c" "$T/x/x_tpl.c" "$B/libkaiku.a" $LIBS 2>&1)
result $? "its C compiles with every warning an error" "$out"
# The control character and U+FFFF leave XML and reach HTML; both are not in
# the expectation, so they are taken out of the HTML here and counted apart.
"$T/run" > "$T/got" 2>"$T/err"
result $? "it runs" "$(cat "$T/err")"
[ "$(sed -n '/<?xml/,$p' "$T/got" | grep -c $'\x01')" = 0 ]
result $? "XML holds no control characters"
out=$(diff <(tr -d '\001' < "$T/got" | sed 's/\xEF\xBF\xBF//g') "$T/want")
result $? "every value is escaped for its place" "$out"

# ---- what the C compiler refuses, at the template's line ----
uncompilable() { # uncompilable LINE NAME <<< template
	cat > "$T/page.html"
	"$B/tools/templates" x "$T/x" "$T/page.html" || return
	out=$($CC -fsyntax-only "$T/x/x_tpl.c" 2>&1)
	[ $? != 0 ] && grep -qE "page\.html:$1:[0-9]+: (error|note)" <<< "$out"
	result $? "does not compile: $2" "$out"
}
uncompilable 3 "a missing field" <<< "$V

{{v.nothing}}"
uncompilable 2 "a bool as text" <<< "$V
{{v.yes}}"
uncompilable 2 "a struct as text" <<< "$V
{{v.one}}"
uncompilable 2 "a word that is in no language" <<< "$V
{{t no_such_word}}"
uncompilable 2 "a word without its placeholders" <<< "$V
{{t common_errors}}"
uncompilable 2 "a word with another placeholder" <<< "$V
{{t common_errors m=v.big}}"
echo "1..$n"
exit $bad
