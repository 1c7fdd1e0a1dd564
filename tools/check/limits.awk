# limits.awk: function <= 60 lines, file <= 600, parameters <= 6, nesting <= 3
# blocks inside a function's own. Expects the house's formatting: a function's
# braces stand alone in column 1.
function complain(file, line, what) { printf "%s:%d: %s\n", file, line, what; bad = 1 }
FNR == 1 {
	if (lines > 600) complain(last, lines, "file of " lines " lines, at most 600")
	last = FILENAME; inside = 0; head = ""
}
{ lines = FNR }
/^[a-z].*\(/ && !/;$/ && !inside { head = ""; start = FNR }
!inside && /^[^#\/ *}]|^[ \t]/ { head = head " " $0 }
/^\{/ && !inside {
	inside = 1; depth = 1; deep = 0; at = FNR
	sig = head; gsub(/\([^()]*\)\(/, "(", sig)
	while (match(sig, /\([^()]*\)\)/)) break
	n = args(head)
	if (n > 6) complain(FILENAME, FNR, "function of " n " parameters, at most 6")
	head = ""
	next
}
inside {
	code = $0
	gsub(/\\./, "", code); gsub(/"[^"]*"/, "", code); gsub(/'[^']*'/, "", code)
	sub(/\/\/.*/, "", code); gsub(/\/\*.*\*\//, "", code)
	# Only blocks count: a brace that opens an initialiser follows = , ( or {.
	opens = closes = 0
	rest = code
	while (match(rest, /[{}]/)) {
		c = substr(rest, RSTART, 1); before = substr(rest, 1, RSTART - 1)
		depth += c == "{" ? 1 : -1
		if (c == "{" && before ~ /(\)|else|do)[ \t]*$/ && !(before ~ /\(struct|\(const|\[\]\)/)) {
			blocks[depth] = 1; level++
			if (level > 3 && !deep) { complain(FILENAME, FNR, "nesting deeper than 3"); deep = 1 }
		} else if (c == "}" && blocks[depth + 1]) {
			delete blocks[depth + 1]; level--
		}
		rest = substr(rest, RSTART + 1)
	}
	if (/^}/) {
		inside = 0; level = 0; delete blocks
		if (FNR - at - 1 > 60) complain(FILENAME, at, "function of " FNR - at - 1 " lines, at most 60")
	}
}
/^}/ || /;[ \t]*$/ || /^#/ { if (!inside) head = "" }
# Commas of the first parenthesis that belongs to the name, at depth 1.
function args(h,    i, c, d, n, seen) {
	sub(/__attribute__ *\(\(.*\)\)/, "", h)
	n = 0; d = 0; seen = 0
	for (i = 1; i <= length(h); i++) {
		c = substr(h, i, 1)
		if (c == "(") { d++; seen = 1 }
		else if (c == ")") { d--; if (!d) break }
		else if (c == "," && d == 1) n++
	}
	return seen ? n + 1 : 0
}
END {
	if (lines > 600) complain(last, lines, "file of " lines " lines, at most 600")
	exit bad
}
