# code.awk: what C code above its floor may not hold: SQL, HTML, words of
# people, malloc, goto. The safe way is the short way.
function complain(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad = 1 }
FNR == 1 {
	split(FILENAME, p, "/"); here = p[2]; comment = 0
	low = here == "base" || here == "sql" || here == "http"
}
{
	code = $0
	if (comment) { if (!sub(/^.*\*\//, "", code)) next; comment = 0 }
	gsub(/\/\*.*\*\//, "", code)
	if (code ~ /\/\*/) { comment = 1; sub(/\/\*.*/, "", code) }
}
code ~ /"[^"]*(SELECT|INSERT INTO|UPDATE|DELETE FROM) / && here != "sql" { complain("SQL belongs in .sql files") }
code ~ /"[^"]*<\/?[a-z][a-z0-9]*[ >"]/ && here != "html" { complain("HTML belongs in templates") }
code ~ /(^|[^a-z_])(malloc|calloc|realloc|free|strdup|strndup)\(/ && !low && here != "app" && here != "mail" { complain("memory above http/ lives in an arena") }
code ~ /^[ \t]*goto / && !low && here != "app" && here != "mail" { complain("no goto above http/") }
code ~ /(^|[^a-z_])(time|gettimeofday|clock_gettime)\(/ && here != "base" { complain("time comes from base/clock") }
code ~ /(^|[^a-z_])(random|drand48|getrandom|randombytes_buf)\(/ && here != "base" { complain("randomness comes from base/id") }
code ~ /log_(debug|info|warn|error)\(/ && (here == "sql" || here == "text" || here == "html" || FILENAME ~ /_store\.c$/) { complain("floors below dispatch do not log") }
code ~ /"[^"]*[äöåÄÖÅ]/ && here != "text" && here != "base" { complain("people's words belong in po/") }
code ~ /typedef struct/ { complain("no struct typedefs") }
/TODO|FIXME|XXX|HACK/ { complain("unfinished word") }
END { exit bad }
