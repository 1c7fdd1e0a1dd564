// words.mjs: the words people read, from po/, and a check that a page speaks
// one language only.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

export const LANGS = ['fi', 'sv', 'en'];

const tables = Object.fromEntries(LANGS.map((lang) => [lang, new Map()]));
const demo = JSON.parse(readFileSync('data/demo.json', 'utf8'));

for (const file of readdirSync('po').filter((f) => f.endsWith('.po'))) {
	const table = tables[file.split('.')[0]];
	const text = readFileSync(`po/${file}`, 'utf8').replace(/"\n"/g, '');
	for (const block of text.split(/\n\s*\n/)) {
		const id = block.match(/^msgid "(.+)"$/m)?.[1];
		const said = [...block.matchAll(/^msgstr(?:\[\d\])? "(.*)"$/gm)].map((m) => JSON.parse(`"${m[1]}"`));
		if (id && said.length) table.set(id, said);
	}
}

/** The words of an identifier: w('sv', 'tell_receipt', {number: '2026-1'}). */
export function w(lang, id, values = {}) {
	const said = tables[lang].get(id)?.at(values.n === 1 ? 0 : -1);
	assert.ok(said, `${id} has words in ${lang}`);
	return said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The name of a unit or topic of the demo municipality. */
export const named = (lang, code) => [...demo.units, ...demo.topics].find((x) => x.code === code)[lang];

/* Whole phrases that only the other languages have, and long pieces of them. */
const foreign = Object.fromEntries(LANGS.map((lang) => {
	const all = (l) => [...[...tables[l].values()].flat(), ...[...demo.units, ...demo.topics].map((x) => x[l])];
	const own = new Set(all(lang));
	const ownText = all(lang).join('\n');
	const others = LANGS.filter((l) => l !== lang).flatMap((l) => all(l)
		.filter((p) => /\p{L}{3}/u.test(p) && !own.has(p)));
	const pieces = others.flatMap((p) => p.split(/\{\w+\}/)).map((p) => p.trim())
		.filter((p) => p.length >= 15 && !ownText.includes(p));
	// By how they begin, so that a text is gone through once, not once a piece.
	const begun = new Map();
	for (const p of new Set(pieces)) begun.set(p.slice(0, 15), [...begun.get(p.slice(0, 15)) ?? [], p]);
	return [lang, { whole: new Set(others), begun }];
}));

function hasPiece(text, begun) {
	for (let i = 0; i + 15 <= text.length; i++)
		if (begun.get(text.slice(i, i + 15))?.some((p) => text.startsWith(p, i))) return true;
	return false;
}

/**
 * Fails when the page is not in this language, or says a word of another. What
 * residents wrote, and names of languages, carry a lang of their own; what was
 * typed in a textarea is the person's, and so is what `but` selects.
 */
export async function speaks(page, lang, what, but = 'template') {
	const got = await page.evaluate((skip) => {
		const own = document.documentElement.lang;
		const said = [document.title];
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
		for (let n = walk.nextNode(); n; n = walk.nextNode()) {
			const e = n.nodeType === Node.TEXT_NODE ? n.parentElement : n;
			if (e.closest(`script, style, textarea, ${skip}`) || e.closest('[lang]').lang !== own) continue;
			if (n !== e) said.push(n.data);
			else for (const a of ['aria-label', 'placeholder', 'title', 'alt', 'data-label', 'data-left'])
				if (e.hasAttribute(a)) said.push(e.getAttribute(a));
		}
		return { own, said: said.map((s) => s.trim().replace(/\s+/g, ' ')).filter(Boolean) };
	}, but);
	assert.equal(got.own, lang, `html lang of ${what} (${page.url()})`);
	const { whole, begun } = foreign[lang];
	const leaks = got.said.filter((s) => whole.has(s) || hasPiece(s, begun));
	assert.deepEqual(leaks, [], `${what} (${page.url()}) is in ${lang} only`);
}
