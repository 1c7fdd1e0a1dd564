#!/bin/sh
# queries.sh: tools/queries.awk (with tools/parts.awk) and tools/migrations.awk make what they promise
# and refuse what they should. TAP.
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 bad=0

say() { # say STATUS WHAT
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}
made() { grep -qF -- "$1" "$dir/out"; say $? "$2"; }
queries() { awk -f tools/parts.awk -f tools/queries.awk "$dir/x.sql" >"$dir/out" 2>"$dir/err"; }
refused() { # refused WHAT [WHY], with x.sql on stdin; WHY is in the message
	cat >"$dir/x.sql"
	if queries || ! grep -qF -- "$dir/x.sql:" "$dir/err" || ! grep -qF -- "${2:-}" "$dir/err"
	then say 1 "refused: $1"; else say 0 "refused: $1"; fi
}

cat >"$dir/x.sql" <<'SQL'
-- x.sql: a head comment.

-- name: thing_by_id
-- Why it is asked.
SELECT "a\b", '-- not a comment' -- this one goes
  FROM thing; -- and another
 WHERE tenant_id = $1 AND id = $2;

-- name: thing_all
-- no tenant
SELECT id FROM thing

-- name: thing_find
SELECT id FROM thing WHERE tenant_id = $1 AND words MATCH $2
-- engine: postgres
SELECT id FROM thing WHERE tenant_id = $1 AND words @@ $2
SQL
queries; say $? "a good file is taken"
made 'static const struct sql_query Q_thing_by_id = {' "a query is a constant"
made '"SELECT \"a\\b\", '"'-- not a comment'"'\n"' "quotes are escaped, comments dropped"
made '.text_postgres =' "an override"
if grep -q 'Why it is asked\|this one goes\|another' "$dir/out"; then say 1 "no comment is left"; else say 0 "no comment is left"; fi
[ "$(grep -c text_postgres "$dir/out")" = 1 ]; say $? "only where it stands"
printf '%s\n' '#include "sql/sql.h"' "#include \"$dir/x_sql.h\"" \
	'int main(void) { return Q_thing_all.text[0] != 83 || Q_thing_by_id.text_postgres != NULL; }' >"$dir/x.c"
cp "$dir/out" "$dir/x_sql.h"
${CC:-gcc} -Isrc -D_GNU_SOURCE -include src/base/banned.h -std=c17 -Wall -Wextra -Werror \
	-o "$dir/x" "$dir/x.c" && "$dir/x"
say $? "it compiles"

refused "no tenant" <<'SQL'
-- name: a
SELECT 1 FROM thing WHERE id = $11
SQL
refused "no tenant in the override" <<'SQL'
-- name: a
SELECT $1
-- engine: postgres
SELECT 2
SQL
refused "no text" <<'SQL'
-- name: a
-- name: b
SELECT $1
SQL
refused "the same name twice" <<'SQL'
-- name: a
SELECT $1
-- name: a
SELECT $1
SQL
refused "text before a name" <<'SQL'
SELECT $1
SQL
refused "a bad name" <<'SQL'
-- name: A-b
SELECT $1
SQL
refused "another engine" <<'SQL'
-- name: a
SELECT $1
-- engine: oracle
SELECT $1
SQL

# ---- parts: what several queries share ----

cat >"$dir/x.sql" <<'SQL'
-- part: seen
-- What $2 may see.
WITH seen (id) AS (SELECT unit_id FROM may WHERE tenant_id = $1 AND who = $2)
-- part: here
-- A query may begin with it.
-- use: seen
SELECT id -- not this
  FROM thing
-- ---- a head between ----

-- name: thing_all
-- Why.
-- use: here
 WHERE tenant_id = $1

-- name: thing_find
-- Why.
-- use: here
 WHERE tenant_id = $1 AND words MATCH '-- use: here'
-- engine: postgres
-- use: seen
SELECT 1 WHERE words @@ $2
SQL
queries; say $? "parts are taken"
parted=$(cat "$dir/out")
cat >"$dir/x.sql" <<'SQL'
-- name: thing_all
WITH seen (id) AS (SELECT unit_id FROM may WHERE tenant_id = $1 AND who = $2)
SELECT id
  FROM thing
 WHERE tenant_id = $1

-- name: thing_find
WITH seen (id) AS (SELECT unit_id FROM may WHERE tenant_id = $1 AND who = $2)
SELECT id
  FROM thing
 WHERE tenant_id = $1 AND words MATCH '-- use: here'
-- engine: postgres
WITH seen (id) AS (SELECT unit_id FROM may WHERE tenant_id = $1 AND who = $2)
SELECT 1 WHERE words @@ $2
SQL
queries && [ "$parted" = "$(cat "$dir/out")" ]; say $? "they make what stands there in full"

good='-- part: p
-- What.
   AND a = 1'
query='-- name: q
SELECT id FROM thing WHERE tenant_id = $1'
refused "a part nobody knows" "no part is called p above" <<SQL
$query
-- use: p
SQL
refused "a part below its use" "no part is called p above" <<SQL
$query
-- use: p
$good
SQL
refused "a part in itself" "no part is called p above" <<SQL
$good
-- use: p
$query
-- use: p
SQL
refused "a part nobody uses" "part p is not used" <<SQL
$good
$query
SQL
refused "parts three deep" "part r uses another: too deep" <<SQL
$good
-- part: r
-- What.
-- use: p
-- part: s
-- What.
-- use: r
$query
-- use: s
SQL
refused "a part twice" "part p is there twice" <<SQL
$good
$good
$query
-- use: p
SQL
refused "a part without text" "part p has no text" <<SQL
-- part: p
-- What.
$query
-- use: p
SQL
refused "a part nobody describes" "no comment says what it is" <<SQL
-- part: p
   AND a = 1
-- ---- a head between ----
$query
-- use: p
SQL
refused "a part with a bad name" "a part is called like_this" <<SQL
-- part: P-1
-- What.
   AND a = 1
$query
-- use: P-1
SQL
refused "a part of one engine" "a part says nothing of engine" <<SQL
$good
-- engine: postgres
$query
-- use: p
SQL
refused "a query whose parts do not say the tenant" 'does not say $1' <<SQL
$good
-- name: q
SELECT 2
-- use: p
SQL

printf '%s\n-- use: p\n' "$good
$query" >"$dir/y.sql"
awk -v registry=1 -f tools/parts.awk -f tools/queries.awk "$dir/y.sql" >"$dir/out"; say $? "a part of its file"
printf '%s\n-- use: p\n' "$query" | sed 's/name: q/name: z/' >"$dir/x.sql"
awk -v registry=1 -f tools/parts.awk -f tools/queries.awk "$dir/y.sql" "$dir/x.sql" >"$dir/out" 2>"$dir/err"
[ $? != 0 ] && grep -q 'x.sql:3: no part is called p above' "$dir/err"; say $? "is none of another"

printf '%s\n' '-- min_version: 7' 'CREATE TABLE "a" (b TEXT);' >"$dir/0001_a.sql"
printf '%s\n' 'SELECT 1;' >"$dir/0002_b.sqlite.sql"
printf '%s\n' 'SELECT 2;' >"$dir/0002_b.postgres.sql"
awk -f tools/migrations.awk "$dir"/000*.sql >"$dir/out"; say $? "migrations are taken"
made '{1, "0001_a", MIGRATION_ANY, 7, text_0}' "with their min_version"
made '{2, "0002_b", MIGRATION_SQLITE, 0, text_2}' "and their engine"
made '"CREATE TABLE \"a\" (b TEXT);\n",' "and their text"
printf '%s\n' 'SELECT 3;' >"$dir/0002_c.sql"
if awk -f tools/migrations.awk "$dir"/000*.sql >/dev/null 2>&1; then say 1 "a version once"; else say 0 "a version once"; fi
rm "$dir/0002_c.sql"
printf '%s\n' 'SELECT 3;' >"$dir/3_c.sql"
if awk -f tools/migrations.awk "$dir"/*_c.sql >/dev/null 2>&1; then say 1 "four digits"; else say 0 "four digits"; fi
echo "1..$n"
exit $bad
