# grow.awk: a migration only adds, so the program of before works on its
# result: while an upgrade goes on, or after one was undone. Files in order,
# 0001 first. New tables, new columns that are nullable or have a default, new
# indexes, fewer CHECKs; a table is rebuilt only to be looser than it was.
#
# What must go some day goes late: "-- min_version: N" in the head says that the
# programs since N do without it, and N is below the migration's own number.
function complain(what) { print file ": " what; bad = 1 }
function spaced(s) { gsub(/[ \t\n]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }

# The parts of a list at its commas, those in parentheses apart.
function parts(list, to,    i, c, depth, n, at) {
	at = 1; n = depth = 0
	for (i = 1; i <= length(list); i++) {
		c = substr(list, i, 1)
		if (c == "(") depth++
		else if (c == ")") depth--
		else if (c == "," && !depth) { to[++n] = spaced(substr(list, at, i - at)); at = i + 1 }
	}
	to[++n] = spaced(substr(list, at))
	return n
}
# What stands behind CHECK, taken out.
function unchecked(def,    i, depth, c) {
	i = index(def, "CHECK (")
	if (!i) return def
	c = i + 6; depth = 0
	do {
		if (substr(def, c, 1) == "(") depth++
		else if (substr(def, c, 1) == ")") depth--
		c++
	} while (depth && c <= length(def))
	return spaced(substr(def, 1, i - 1) " " substr(def, c))
}
function can_be_left_out(def) {
	return (def !~ / NOT NULL/ || def ~ / DEFAULT /) && def !~ / UNIQUE| PRIMARY KEY/
}
function table_made(name, body,    list, n, i, c) {
	n = parts(body, list)
	made[name] = file
	for (i = 1; i <= n; i++) {
		c = list[i]; sub(/ .*/, "", c)
		if (c ~ /^(PRIMARY|UNIQUE|CHECK|FOREIGN|CONSTRAINT)$/) rules[name, ++rule_count[name]] = list[i]
		else { columns[name] = columns[name] " " c; def[name, c] = list[i] }
	}
}
# Is the table that takes the place of another at least as free?
function looser(new, old,    list, n, i, c, k, known) {
	n = split(columns[old], list, " ")
	for (i = 1; i <= n; i++) {
		c = list[i]
		if (!((new, c) in def)) complain(old "." c " is gone")
		else if (def[new, c] != def[old, c] && def[new, c] != unchecked(def[old, c]))
			complain(old "." c " was " def[old, c])
	}
	n = split(columns[new], list, " ")
	for (i = 1; i <= n; i++)
		if (!((old, list[i]) in def) && !can_be_left_out(def[new, list[i]]))
			complain(old "." list[i] " has no default")
	for (i = 1; i <= rule_count[new]; i++) {
		known = 0
		for (k = 1; k <= rule_count[old]; k++) known += rules[new, i] == rules[old, k]
		if (!known) complain(old " has the rule " rules[new, i])
	}
}
function renamed(new, old,    list, n, i) {
	if (made[new] != file || dropped[old] != file) {
		complain("a table gets another name: " new)
		return
	}
	looser(new, old)
	columns[old] = columns[new]
	n = split(columns[new], list, " ")
	for (i = 1; i <= n; i++) def[old, list[i]] = def[new, list[i]]
	rule_count[old] = rule_count[new]
	for (i = 1; i <= rule_count[new]; i++) rules[old, i] = rules[new, i]
	delete dropped[old]
}
function added(table, what,    c) {
	c = what; sub(/ .*/, "", c)
	columns[table] = columns[table] " " c; def[table, c] = what
	if (made[table] != file && !can_be_left_out(what)) complain(table "." c " has no default, or is unique")
}
function index_made(s, w) {
	if (w[2] == "UNIQUE") {
		unique[w[4]] = 1
		if (made[w[6]] != file) complain(w[4] " makes rows unique that may not be")
	}
}
function statement(s,    w, body) {
	split(s, w, " ")
	if (s ~ /^CREATE TABLE /) {
		body = s; sub(/^[^(]*\(/, "", body); sub(/\)[^)]*$/, "", body)
		table_made(w[3], body)
	}
	else if (s ~ /^CREATE (VIRTUAL TABLE|POLICY) /) made[w[4]] = file
	else if (s ~ /^CREATE (UNIQUE )?INDEX /) index_made(s, w)
	else if (s ~ /^DROP INDEX / && !(w[3] in unique)) return
	else if (s ~ /^ALTER TABLE [a-z_]+ ADD COLUMN /) { body = s; sub(/^.* ADD COLUMN /, "", body); added(w[3], body) }
	else if (s ~ /^ALTER TABLE [a-z_]+ DROP CONSTRAINT [a-z_]+_check$/) return
	else if (s ~ /^ALTER TABLE [a-z_]+ RENAME TO /) renamed(w[3], w[6])
	else if (s ~ /^DROP TABLE /) dropped[w[3]] = file
	else if (s !~ /^(INSERT INTO|UPDATE) /) complain(s)
}
function finish(    list, n, i, t) {
	if (file == "") return
	n = split(text, list, ";")
	version = file; sub(/.*\//, "", version); version += 0
	if (late && late >= version) complain("the program of before must run, too: min_version " late)
	for (i = 1; i <= n; i++) if (spaced(list[i]) != "" && !late) statement(spaced(list[i]))
	for (t in dropped) if (dropped[t] == file) complain("drops " t)
}
FNR == 1 { finish(); file = FILENAME; text = ""; late = 0 }
/^-- min_version:/ { late = $3 + 0 }
{ sub(/--.*/, ""); text = text $0 "\n" }
END { finish(); exit bad }
