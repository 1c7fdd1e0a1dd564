#!/bin/bash
# Contrast of every pair of colours that meet, in both themes (WCAG 2.2: 1.4.3
# wants 4.5:1 for text, 1.4.11 wants 3:1 for edges that carry meaning), and the
# size of the style sheet.
cd "$(dirname "$0")/../.." || exit 1
exec node - <<'JS'
const fs = require('fs');
const css = fs.readFileSync('static/kaiku.css', 'utf8');
const tokens = (block) => Object.fromEntries(
	[...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map(m => [m[1], m[2]]));
const light = tokens(css.match(/:root \{([^}]*)\}/)[1]);
const dark = tokens(css.match(/prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/)[1]);
const channel = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const luminance = (hex) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) =>
	sum + weight * channel(parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255), 0);
const contrast = (a, b) => {
	const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (hi + 0.05) / (lo + 0.05);
};
const grounds = ['paper', 'card', 'sunk', 'brand-wash'];
const text = [
	...grounds.flatMap(g => [['ink', g], ['soft', g], ['link', g]]),
	['ink', 'info-wash'], ['ink', 'good-wash'], ['ink', 'warn-wash'], ['ink', 'bad-wash'],
	['soft', 'warn-wash'], ['soft', 'bad-wash'],
	['link', 'info-wash'], ['link', 'good-wash'], ['link', 'warn-wash'],
	['info', 'info-wash'], ['good', 'good-wash'], ['warn', 'warn-wash'], ['bad', 'bad-wash'],
	['bad', 'paper'], ['bad', 'card'], ['brand', 'card'], ['brand', 'paper'],
	['brand-deep', 'brand-wash'], ['on-brand', 'brand'], ['on-brand', 'brand-deep'], ['on-bad', 'bad'],
];
const edges = [
	['edge', 'card'], ['edge', 'paper'], ['brand', 'card'], ['brand', 'paper'],
	...[...grounds, 'info-wash', 'good-wash', 'warn-wash', 'bad-wash'].map(g => ['focus', g]),
	['bad', 'card'], ['bad', 'paper'],
];
let n = 0, failed = 0;
const ok = (pass, name) => {
	console.log(`${pass ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!pass) failed++;
};
for (const [name, theme] of [['light', light], ['dark', { ...light, ...dark }]])
	for (const [pairs, least] of [[text, 4.5], [edges, 3]])
		for (const [a, b] of pairs) {
			const c = theme[a] && theme[b] ? contrast(theme[a], theme[b]) : 0;
			ok(c >= least, `${name}: ${a} on ${b} is ${c.toFixed(2)}:1, at least ${least}:1`);
		}
ok(Object.keys(light).every(k => k in dark), 'the dark theme sets every colour');
ok(css.length <= 30000, `the style sheet is ${css.length} bytes, at most 30,000`);
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
JS
