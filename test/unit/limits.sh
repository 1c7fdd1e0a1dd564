#!/bin/sh
# docs/limits.md says what the code says. Prints TAP; run from the top.
n=0; bad=0
t() { n=$((n + 1)); if [ "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi; }
doc=docs/limits.md
sed -nE 's/^\t(HTTP_[A-Z_]+) = ([^,]+),.*/\1=\2/p' src/http/http.h > /tmp/limits.$$
trap 'rm -f /tmp/limits.$$' EXIT
t "the table of ceilings is found" "$([ "$(wc -l < /tmp/limits.$$)" -ge 10 ] && echo y)"
while IFS='=' read -r name value; do
	[ "$name" = HTTP_HOLES_MAX ] && continue
	t "$name is $value" "$(grep -F "| \`$name\` | $value |" $doc)"
done < /tmp/limits.$$
sed -nE 's/^\t((QUESTION|CHOICE|ANSWER)[A-Z_]*_MAX) = ([0-9]+),.*/\1=\3/p' src/question/question.h > /tmp/limits.$$
t "the table of questions is found" "$([ "$(wc -l < /tmp/limits.$$)" -ge 10 ] && echo y)"
while IFS='=' read -r name value; do
	t "$name is $value" "$(grep -F "| \`$name\` | $value |" $doc)"
done < /tmp/limits.$$
sed -nE 's/^\t\[(LIMIT_[A-Z]+)\] = \{"[a-z]+", ([0-9]+), ([0-9]+), ([0-9]+)\},.*/\1 \2 \3 \4/p' src/http/limit.c > /tmp/limits.$$
t "the table of rates is found" "$([ "$(wc -l < /tmp/limits.$$)" -ge 4 ] && echo y)"
while read -r name max loopback period; do
	[ "$loopback" = 0 ] && loopback="not limited"
	t "$name: $max in $period s" "$(grep -E "^\| \`$name\` [^|]*\| $max \| $((period / 60)) min \| $loopback \|" $doc)"
done < /tmp/limits.$$
echo "1..$n"
exit $bad
