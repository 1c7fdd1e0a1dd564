# floors.awk: the house stands on its floors. Fails on an #include that points
# up or sideways, on a store that knows HTTP, on a page that knows SQL, and on
# an engine's header outside its one file.
BEGIN {
	split("base 0 sql 1 mail 1 text 1 geo 1 image 1 http 2 job 2 html 3 tenant 4 " \
	      "unit 4.5 staff 5 topic 5 about 5 place 5 party 5 template 6 sheet 6 signature 6 question 6 entry 6 due 6 attach 6 event 6 " \
	      "mailbox 6 notice 6 search 5 contact 6.5 matter 7 watch 8 stats 8 open311 8 app 9", f, " ")
	for (i = 1; i in f; i += 2)
		floor[f[i]] = f[i + 1]
}
function complain(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad = 1 }
FNR == 1 {
	split(FILENAME, p, "/")
	here = p[2]
	role = p[3]; sub(/\.[ch]$/, "", role); sub(/.*_/, "", role)
	if (!(here in floor))
		complain("no floor is known for src/" here)
}
/^[ \t]*#[ \t]*include "[a-z0-9]+\// {
	there = $0; sub(/^[^"]*"/, "", there); file = there; sub(/".*/, "", file)
	sub(/\/.*/, "", there)
	if (!(there in floor))
		complain("unknown folder " there)
	else if (there != here && floor[there] >= floor[here] &&
	         !(here == "mail" && there == "sql"))
		complain(here " (floor " floor[here] ") may not include " there " (floor " floor[there] ")")
	if (floor[here] >= 4 && here != "app") {
		if (role == "store" && (there == "http" || there == "html"))
			complain("a store knows no HTTP")
		if (role == "pages" && (there == "sql" || file ~ /_sql\.h$/ || file ~ /_store\.h$/))
			complain("a page asks its slice, not the store or the database")
	}
	if (file ~ /_store\.h$/ && there != here)
		complain("a store belongs to its own slice")
}
/#include <sqlite3\.h>/ && FILENAME !~ /^src\/sql\// { complain("sqlite3.h belongs to sql/") }
/#include <libpq-fe\.h>/ && FILENAME !~ /^src\/sql\// { complain("libpq belongs to sql/") }
/#include <vips\// && FILENAME !~ /^src\/image\// { complain("libvips belongs to image/") }
/#include <(uv|llhttp)\.h>/ && FILENAME !~ /^src\/(http|app)\// { complain("the loop belongs to http/ and app/") }
/#include <curl\/|#include <gmime/ && FILENAME !~ /^src\/mail\// { complain("mail libraries belong to mail/") }
END { exit bad }
