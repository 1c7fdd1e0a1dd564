# parts.awk: what several queries of one .sql file share, written once. Read
# before the script that wants the queries; that one says what a new file is to
# it, in begin_file(), and a line of a query, in text_line(line), and gets every
# line as if it stood there itself:
#
#   awk -f tools/parts.awk -f tools/queries.awk src/X/X.sql
#
#   -- part: in_sight
#   -- What of it $2 may see.
#      AND unit_id IN (SELECT id FROM seen)
#
#   -- name: thing_list
#   -- Why it is asked.
#   SELECT id FROM thing
#    WHERE tenant_id = $1
#   -- use: in_sight
#
# Plain text, nothing else: no arguments, no conditions. A part belongs to its
# file, stands above its first use, says what it is, and is used. It may use
# others, which then use none: whoever reads a query looks at two places more.

function part_sorry(file, line, what) {
	printf "%s:%d: %s\n", file, line, what > "/dev/stderr"
	parts_failed = 1
}

function end_part() {
	if (part != "" && !part_lines[part])
		part_sorry(part_file, part_at[part], "part " part " has no text")
	if (part != "" && !part_described)
		part_sorry(part_file, part_at[part], "part " part ": no comment says what it is")
	part = ""
}

function begin_part(called) {
	end_part()
	part = called
	if (part !~ /^[a-z][a-z0-9_]*$/)
		part_sorry(FILENAME, FNR, "a part is called like_this, not \"" part "\"")
	if (part in part_at)
		part_sorry(FILENAME, FNR, "part " part " is there twice")
	part_at[part] = FNR
	part_lines[part] = part_depth[part] = part_described = 0
}

function use_part(called,    i) {
	if (!(called in part_at) || called == part) {
		part_sorry(FILENAME, FNR, "no part is called " called " above")
		return
	}
	part_used[called] = 1
	if (part != "") {
		part_depth[part] = 1
		if (part_depth[called])
			part_sorry(FILENAME, FNR, "part " called " uses another: too deep")
	}
	for (i = 1; i <= part_lines[called]; i++) {
		if (part != "")
			part_text[part, ++part_lines[part]] = part_text[called, i]
		else
			text_line(part_text[called, i])
	}
}

function end_of_parts(    p) {
	end_part()
	for (p in part_at)
		if (!part_used[p])
			part_sorry(part_file, part_at[p], "part " p " is not used")
	split("", part_at)
	split("", part_used)
	part_file = FILENAME
}

FNR == 1 {
	end_of_parts()
	begin_file()
}
/^-- part:/ { begin_part($3); next }
/^-- name:/ { end_part() }
/^-- use:/ { use_part($3); next }
/^-- (engine:|no tenant|plan:)/ && part != "" {
	part_sorry(FILENAME, FNR, "a part says nothing of engine, tenant or plan")
	next
}
/^--/ && part != "" {
	part_described = part_described || !part_lines[part]
	next
}
part != "" {
	part_text[part, ++part_lines[part]] = $0
	next
}
END { end_of_parts() }
