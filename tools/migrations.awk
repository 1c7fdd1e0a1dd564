# migrations.awk: embeds migrations/*.sql into the program as one table.
#
# The number of a file is its version, a suffix .sqlite.sql or .postgres.sql
# the only engine it is for. "-- min_version: N" in its head says: a program
# whose newest migration is below N must not run on the result. The text is
# kept by line, because a C string is only promised 4,095 characters.

# awks disagree on backslashes in gsub(), so by hand.
function escaped(line,    i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return out
}

function literal(line) {
	return "\t\"" escaped(line) "\\n\","
}

function flush_file() {
	if (name == "")
		return
	print "\tNULL,\n};\n"
	table = table sprintf("\t{%d, \"%s\", %s, %d, text_%d},\n", version,
			      name, engine, min_version, count)
	count++
}

FNR == 1 {
	flush_file()
	if (NR == 1)
		print "#include \"sql/migrate.h\"\n\n#include <stddef.h>\n"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.sql$/, "", name)
	engine = "MIGRATION_ANY"
	if (sub(/\.sqlite$/, "", name))
		engine = "MIGRATION_SQLITE"
	else if (sub(/\.postgres$/, "", name))
		engine = "MIGRATION_POSTGRES"
	version = name
	sub(/_.*/, "", version)
	if (version !~ /^[0-9][0-9][0-9][0-9]$/) {
		print FILENAME ": a migration is called 0001_what.sql" > "/dev/stderr"
		failed = 1
	}
	version += 0
	if ((version, engine) in seen || (version, "MIGRATION_ANY") in seen ||
	    (engine == "MIGRATION_ANY" && version in taken)) {
		print FILENAME ": version " version " is taken" > "/dev/stderr"
		failed = 1
	}
	seen[version, engine] = taken[version] = 1
	min_version = 0
	printf "static const char *const text_%d[] = {\n", count
}
/^-- min_version:/ { min_version = $3 + 0 }
{ print literal($0) }

END {
	flush_file()
	print "const struct migration migrations[] = {"
	printf "%s", table
	print "};\n"
	print "const size_t migration_count ="
	print "\tsizeof(migrations) / sizeof(migrations[0]);"
	exit failed
}
