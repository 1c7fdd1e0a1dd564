# queries.awk: turns .sql files of "-- name:" blocks into C.
#
#   awk -f parts.awk -f queries.awk src/X/X.sql               the header X_sql.h
#   awk -v registry=1 -f parts.awk -f queries.awk src/*/*.sql the table of all
#
# A block is the text of one query:
#
#   -- name: matter_by_id
#   -- Why it is asked, for the reader of the .sql file.
#   SELECT ... WHERE tenant_id = $1 AND id = $2
#   -- engine: postgres
#   SELECT ... (what PostgreSQL needs instead; only where engines truly differ)
#
# Marks of their own line, before the text: "-- no tenant" lets a query live
# without $1; "-- plan: scan ok" lets test_plans accept a scan of a big table.
# Comments are dropped, so they cost nothing at run time. What several queries
# share stands in a "-- part:" (parts.awk).

function sorry(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	failed = 1
}

# The line without a "--" comment; a "--" inside quotes is text.
function code_of(line,    i, c, quoted) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "'")
			quoted = !quoted
		else if (!quoted && c == "-" && substr(line, i, 2) == "--")
			return substr(line, 1, i - 1)
	}
	return line
}

# awks disagree on backslashes in gsub(), so by hand.
function escaped(line,    i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return out
}

function literal(line) {
	return "\n\t\t\"" escaped(line) "\\n\""
}

function has_tenant(text) {
	return text ~ /\$1([^0-9]|$)/
}

function check_block() {
	if (plain == "" && special == "")
		sorry("query " name " has no text")
	if (!no_tenant && plain != "" && !has_tenant(plain))
		sorry("query " name " does not say $1, the tenant")
	if (!no_tenant && special != "" && !has_tenant(special))
		sorry("the PostgreSQL text of " name " does not say $1")
	if (name in seen)
		sorry("query " name " is there twice")
	seen[name] = 1
}

function flush_block() {
	if (name == "")
		return
	check_block()
	if (registry) {
		table = table sprintf("\t{&Q_%s, \"%s\", %d},\n", name,
				      from, scan_ok)
	} else {
		printf "\nstatic const struct sql_query Q_%s = {\n", name
		printf "\t.name = \"%s\",\n", name
		printf "\t.text =%s,\n", plain == "" ? " NULL" : lits
		if (special != "")
			printf "\t.text_postgres =%s,\n", special_lits
		printf "};\n"
	}
	name = ""
}

function begin_block(called) {
	flush_block()
	name = called
	from = FILENAME
	plain = lits = special = special_lits = ""
	engine = no_tenant = scan_ok = 0
	if (name !~ /^[a-z][a-z0-9_]*$/)
		sorry("a query is called like_this, not \"" name "\"")
}

function text_line(line) {
	line = code_of(line)
	sub(/[ \t\r;]+$/, "", line)
	if (line == "")
		return
	if (name == "") {
		sorry("SQL before the first -- name:")
		return
	}
	if (engine) {
		special = special line "\n"
		special_lits = special_lits literal(line)
	} else {
		plain = plain line "\n"
		lits = lits literal(line)
	}
}

function begin_file() {
	flush_block()
	base = FILENAME
	sub(/.*\//, "", base)
	sub(/\.sql$/, "", base)
	if (registry) {
		header = FILENAME
		sub(/^src\//, "", header)
		sub(/\.sql$/, "_sql.h", header)
		print "#include \"" header "\""
	} else {
		guard = "QUERIES_" toupper(base) "_H"
		print "/* Made by tools/queries.awk from " FILENAME ". */"
		print "#ifndef " guard "\n#define " guard "\n"
		print "#include \"sql/sql.h\""
	}
}

/^-- name:/ { begin_block($3); next }
/^-- engine:/ {
	if ($3 != "postgres")
		sorry("an override is for postgres, not " $3)
	engine = 1
	next
}
/^-- no tenant/ { no_tenant = 1; next }
/^-- plan: scan ok/ { scan_ok = 1; next }

{ text_line($0) }

END {
	flush_block()
	if (registry) {
		print "\nstatic const struct registered {"
		print "\tconst struct sql_query *query;"
		print "\tconst char *file;\n\tbool scan_ok;\n} registry[] = {"
		printf "%s", table
		print "};"
	} else {
		print "\n#endif"
	}
	exit failed || parts_failed
}
