// xml.mjs: a strict reader of XML 1.0 without DTDs, for feeds and sitemaps:
// throws at whatever is not well-formed.
import assert from 'node:assert/strict';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (s) => {
	assert.doesNotMatch(s, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/, 'characters XML forbids');
	return s.replace(/&([^;\s]*);?/g, (all, name) => {
		const code = name.match(/^#(?:(\d+)|x([0-9a-fA-F]+))$/);
		const to = code ? String.fromCodePoint(Number(code[1] ?? `0x${code[2]}`)) : ENTITIES[name];
		assert.ok(to && all.endsWith(';'), `a reference: ${all}`);
		return to;
	});
};

class Element {
	constructor(name, attributes) { Object.assign(this, { name, attributes, children: [], text: '' }); }
	all(name) { return this.children.filter((c) => c.name === name); }
	one(name) {
		const found = this.all(name);
		assert.equal(found.length, 1, `one ${name} in ${this.name}`);
		return found[0];
	}
}

/** The root element, with children, attributes and text. */
export function readXml(xml) {
	assert.match(xml, /^<\?xml version="1\.0" encoding="utf-8"\?>\s*</i);
	const top = new Element('', {}), stack = [top];
	for (const part of xml.replace(/^<\?xml [^?]*\?>\s*/, '').split(/(<[^>]*>)/)) {
		if (!part.startsWith('<')) {
			assert.ok(stack.length > 1 || !part.trim(), 'text outside');
			stack.at(-1).text += plain(part);
			continue;
		}
		const m = part.match(/^<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*="[^"<]*")*)\s*(\/?)>$/);
		assert.ok(m, `a tag: ${part}`);
		if (m[1]) { assert.equal(stack.pop().name, m[2], 'closed in order'); continue; }
		const attributes = {};
		for (const [, name, value] of m[3].matchAll(/([\w:.-]+)="([^"]*)"/g)) {
			assert.ok(!(name in attributes), `twice: ${name}`);
			attributes[name] = plain(value);
		}
		const e = new Element(m[2], attributes);
		stack.at(-1).children.push(e);
		if (!m[4]) stack.push(e);
	}
	assert.equal(stack.length, 1, 'all closed');
	assert.equal(top.children.length, 1, 'one root');
	return top.children[0];
}
