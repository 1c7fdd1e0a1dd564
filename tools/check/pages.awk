# pages.awk: templates hold no words of people; those come from po/ by {{t}}.
# What is left between tags after taking out {{...}}, comments, entities and tags
# may hold no letter.
FNR == 1 { tag = 0 }
{
	s = $0
	gsub(/\{\{[^}]*\}\}/, "", s)
	out = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "<") tag = 1
		else if (c == ">") { tag = 0; continue }
		if (!tag) out = out c
	}
	gsub(/&[a-z#0-9]+;/, "", out)
	if (out ~ /[A-Za-zäöåÄÖÅ]/) { printf "%s:%d: words belong in po/: %s\n", FILENAME, FNR, out; bad = 1 }
	s2 = $0
	if (match(s2, /(title|alt|placeholder|aria-label)="[^"{]*[A-Za-z][^"]*"/)) {
		printf "%s:%d: words belong in po/: %s\n", FILENAME, FNR, substr(s2, RSTART, RLENGTH); bad = 1
	}
}
END { exit bad }
