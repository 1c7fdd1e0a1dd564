# css.awk: no style sheet holds a class that nothing on a page has, and every
# colour is a token. Style sheets first, then templates, scripts, and the C that
# names a state's tone. A class made of a number ("depth-{{d}}") is known by its
# beginning. What Leaflet puts into a page is its own.
function words(s, to,    w) {
	while (match(s, /[a-z][a-z0-9_-]*/)) {
		to[substr(s, RSTART, RLENGTH)] = 1
		s = substr(s, RSTART + RLENGTH)
	}
}
FILENAME ~ /\.css$/ {
	line = $0
	if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
	gsub(/\/\*[^*]*\*\//, "", line)
	if (sub(/\/\*.*/, "", line)) comment = 1
	head = line; sub(/\{.*/, "", head)
	if (line ~ /[{,]/ && line !~ /^\t[a-z-]+:/ && head !~ /^[ \t]*@/)
		while (match(head, /\.[a-z][a-z0-9-]*/)) {
			name = substr(head, RSTART + 1, RLENGTH - 1)
			if (name !~ /^leaflet-/ && !(name in at)) at[name] = FILENAME ":" FNR
			head = substr(head, RSTART + RLENGTH)
		}
	if (line !~ /^[ \t]*(:root \{ )?--/ && line ~ /#[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]/ && line !~ /mask-image/)
		{ printf "%s:%d: a colour is a token of :root\n", FILENAME, FNR; bad = 1 }
	next
}
FILENAME ~ /\.(html|xml)$/ {
	line = $0
	while ((i = index(line, "class=\"")) > 0) {
		line = substr(line, i + 7)
		part = line; sub(/>.*/, "", part)
		words(part, used)
		while (match(part, /[a-z]+-[{][{]/)) {
			begins[substr(part, RSTART, RLENGTH - 2)] = 1
			part = substr(part, RSTART + RLENGTH)
		}
	}
	next
}
FILENAME ~ /\.js$/ { words($0, used); next }
{
	line = $0
	while (match(line, /"[a-z][a-z -]*"/)) {
		part = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		words(part, used)
	}
}
END {
	for (name in at) {
		known = name in used
		for (b in begins) if (index(name, b) == 1) known = 1
		if (!known) { printf "%s: nothing has the class %s\n", at[name], name; bad = 1 }
	}
	exit bad
}
