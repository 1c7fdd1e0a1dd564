# sql.awk: rules of the .sql files. Nullable columns of each table are learned from the
# migrations, which are read first (migrations/*.sql, then src/*/*.sql). Read after
# tools/parts.awk, so that every rule holds for the whole text of a query.
function complain(what) { printf "%s:%d: %s\n", FILENAME, at, what; bad = 1 }
function check(    u) {
	if (name == "") return
	u = toupper(text)
	if (u ~ /[^A-Z_]I?LIKE[^A-Z_]/) complain(name ": LIKE")
	if (u ~ /SELECT[ \n]+\*/ || u ~ /[A-Z]\.\*/) complain(name ": SELECT *")
	if (text !~ /\$1([^0-9]|$)/ && !free_of_tenant) complain(name ": no $1, the tenant")
	if (u ~ /COUNT\(\*\)/ && name ~ /^publi(c|cation)_/) complain(name ": COUNT(*) on a public page")
	if (!described) complain(name ": no comment says what it is for")
	order(u)
	if (overrides_here) overrides++
}
function order(u,    part, cols, i, n, c) {
	while (match(u, /ORDER BY [^()]*/)) {
		part = substr(u, RSTART + 9, RLENGTH - 9); u = substr(u, RSTART + RLENGTH)
		sub(/ (LIMIT|OFFSET|RETURNING|FOR|ROWS|UNION).*/, "", part)
		n = split(part, cols, ",")
		for (i = 1; i <= n; i++) {
			c = cols[i]; gsub(/^[ \n\t]+|[ \n\t;]+$/, "", c)
			if (c ~ /NULLS (FIRST|LAST)/) continue
			sub(/ (ASC|DESC)$/, "", c); sub(/.*\./, "", c)
			if (may_be_null(tolower(c)) && text !~ ("[^a-z_]" tolower(c) " IS NOT NULL")) complain(name ": ORDER BY " tolower(c) " without NULLS FIRST or LAST")
		}
	}
}
# A column of one of the tables the query names.
function may_be_null(col,    k, p) {
	for (k in nullable) {
		split(k, p, " ")
		if (p[2] == col && text ~ ("(^|[^a-z_])" p[1] "([^a-z_]|$)")) return 1
	}
	return 0
}
function text_line(line) { text = text line " " }
function begin_file() { check(); name = ""; migration = FILENAME ~ /^migrations\// }
migration && /^CREATE TABLE / { table = $3; next }
migration && /^ALTER TABLE [a-z_]+ ADD COLUMN / { if (!/NOT NULL/) nullable[$3 " " $6] = 1; next }
migration && /^    [a-z_]+ +(BIGINT|TEXT|DOUBLE)/ { if (!/NOT NULL/) nullable[table " " $1] = 1; next }
migration { next }
/^-- name: / { check(); name = $3; text = ""; described = free_of_tenant = overrides_here = 0; at = FNR; next }
/^-- no tenant/ { free_of_tenant = 1; described = 1; next }
/^-- engine: / { overrides_here = 1; next }
/^--/ { if (name != "") described = 1; next }
{ text_line($0) }
END {
	check()
	if (overrides >= 10) { print "sql: " overrides " engine overrides, fewer than 10 are allowed"; bad = 1 }
	exit bad || parts_failed
}
