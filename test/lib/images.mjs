// images.mjs: pictures for tests: good ones with much beside their pixels, and
// broken ones of every kind. The same at every run.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** Stands in everything of a photo that is not a pixel. */
export const CANARY = 'KANARIALINTU';

/** Numbers that are the same at every run. */
export function dice(seed) {
	let s = seed >>> 0;
	return (n) => {
		s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
		return Math.floor(s / 2 ** 32 * n);
	};
}

/* ---- PNG, by hand ---- */

export const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex');

export function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length);
	body.copy(out, 4);
	out.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc32(body), body.length + 4);
	return out;
}
function crc32(bytes) {
	let c = ~0;
	for (const b of bytes) {
		c ^= b;
		for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
	}
	return ~c >>> 0;
}
export function ihdr(width, height, { depth = 8, colour = 2, interlace = 0 } = {}) {
	const b = Buffer.alloc(13);
	b.writeUInt32BE(width);
	b.writeUInt32BE(height, 4);
	b.set([depth, colour, 0, 0, interlace], 8);
	return chunk('IHDR', b);
}
const iend = chunk('IEND', Buffer.alloc(0));

/** Left half red, right half blue; a gradient down. */
export function png(width, height, extra = []) {
	const row = 1 + width * 3, raw = Buffer.alloc(row * height);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
		const left = x < width / 2, shade = 255 - Math.floor(y * 60 / height);
		raw.set(left ? [shade, 20, 20] : [20, 20, shade], y * row + 1 + x * 3);
	}
	return Buffer.concat([PNG_HEAD, ihdr(width, height), ...extra, chunk('IDAT', zlib.deflateSync(raw, { level: 6 })), iend]);
}
/** Much less than it becomes. */
export function pngBomb(width, height, options = {}) {
	const bits = { 0: 1, 2: 3, 6: 4 }[options.colour ?? 0] * (options.depth ?? 8);
	const row = Buffer.alloc(1 + Math.ceil(width * bits / 8));
	const rows = [];
	const part = Buffer.concat(Array(Math.min(height, 256)).fill(row));
	for (let y = 0; y < height; y += 256) rows.push(y + 256 > height ? part.subarray(0, row.length * (height - y)) : part);
	return Buffer.concat([PNG_HEAD, ihdr(width, height, { depth: 8, colour: 0, ...options }), chunk('IDAT', zlib.deflateSync(Buffer.concat(rows), { level: 9 })), iend]);
}

/* ---- what stands beside the pixels ---- */

/** A TIFF as EXIF has it: turned by 90°, a place, who took it. */
export function exif({ orientation = 6 } = {}) {
	const entries = [];
	const out = Buffer.alloc(600);
	let free = 200;
	const text = (s) => { const at = free; free += out.write(`${s}\0`, at, 'latin1') + free % 2; return [at, s.length + 1]; };
	const [whatAt, whatN] = text(`${CANARY}-EXIF`), [whoAt, whoN] = text(`${CANARY}-ARTIST`);
	const rationals = (list) => { const at = free; list.forEach(([a, b], i) => { out.writeUInt32LE(a, at + i * 8); out.writeUInt32LE(b, at + i * 8 + 4); }); free += list.length * 8; return at; };
	const lat = rationals([[60, 1], [10, 1], [1234, 100]]), lon = rationals([[24, 1], [56, 1], [789, 100]]);
	const entry = (at, tag, type, count, value) => { out.writeUInt16LE(tag, at); out.writeUInt16LE(type, at + 2); out.writeUInt32LE(count, at + 4); out.writeUInt32LE(value, at + 8); };
	out.write('II*\0', 0, 'latin1');
	out.writeUInt32LE(8, 4);
	entries.push([0x010e, 2, whatN, whatAt], [0x0112, 3, 1, orientation], [0x013b, 2, whoN, whoAt], [0x8825, 4, 1, 100]);
	out.writeUInt16LE(entries.length, 8);
	entries.forEach((e, i) => entry(10 + i * 12, ...e));
	out.writeUInt16LE(4, 100);
	[[1, 2, 2, 0x4e], [2, 5, 3, lat], [3, 2, 2, 0x45], [4, 5, 3, lon]].forEach((e, i) => entry(102 + i * 12, ...e));
	return out.subarray(0, free);
}
const xmp = Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" photoshop:City="${CANARY}-XMP" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"/></rdf:RDF></x:xmpmeta>`);

function segment(marker, ...parts) {
	const data = Buffer.concat(parts.map((p) => Buffer.from(p)));
	const out = Buffer.alloc(data.length + 4);
	out.set([0xff, marker]);
	out.writeUInt16BE(data.length + 2, 2);
	data.copy(out, 4);
	return out;
}
function iptc() {
	const value = Buffer.from(`${CANARY}-IPTC`);
	const record = Buffer.concat([Buffer.from([0x1c, 2, 90, 0, value.length]), value]);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(record.length);
	return Buffer.concat([Buffer.from('Photoshop 3.0\0' + '8BIM', 'latin1'), Buffer.from([4, 4, 0, 0]), size, record, Buffer.alloc(record.length % 2)]);
}
/** A JPEG with everything that a JPEG can carry, and an archive and a page behind it. */
export function jpegWithAll(jpeg, options) {
	return Buffer.concat([jpeg.subarray(0, 2), segment(0xe1, Buffer.from('Exif\0\0', 'latin1'), exif(options)), segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1'), xmp), segment(0xed, iptc()),
		segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), Buffer.from(`${CANARY}-ICC`)), segment(0xfe, Buffer.from(`${CANARY}-COM`)), segment(0xeb, Buffer.from(`${CANARY}-PRIVATE`)), jpeg.subarray(2),
		Buffer.from(`PK\x03\x04${CANARY}-TAIL<script>alert(1)</script>`)]);
}
export function pngWithAll(width, height) {
	return png(width, height, [chunk('tEXt', Buffer.from(`Comment\0${CANARY}-TEXT`, 'latin1')), chunk('eXIf', exif()), chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), xmp])),
		chunk('zTXt', Buffer.concat([Buffer.from('About\0\0', 'latin1'), zlib.deflateSync(`${CANARY}-ZTXT`)]))]);
}
function riff(type, data) {
	const out = Buffer.alloc(8 + data.length + data.length % 2);
	out.write(type, 0, 'latin1');
	out.writeUInt32LE(data.length, 4);
	data.copy(out, 8);
	return out;
}
export function webpWithAll(webp, width, height) {
	const head = Buffer.alloc(10);
	head[0] = 0x08 | 0x04;
	head.writeUIntLE(width - 1, 4, 3);
	head.writeUIntLE(height - 1, 7, 3);
	const body = Buffer.concat([Buffer.from('WEBP'), riff('VP8X', head), webp.subarray(webp.indexOf('VP8 '), webp.indexOf('VP8 ') + 8 + webp.readUInt32LE(webp.indexOf('VP8 ') + 4)), riff('EXIF', exif()), riff('XMP ', xmp)]);
	return riff('RIFF', body);
}

/** Debian's vips makes the kinds that nobody makes by hand. */
export function vips(...args) {
	const r = spawnSync('vips', args, { encoding: 'utf8' });
	if (r.status !== 0) throw new Error(`vips ${args.join(' ')}: ${r.stderr}${r.error ?? ''}`);
	return r.stdout.trim();
}
/** The same picture in all four kinds. */
export function kinds(dir, width, height) {
	const file = (ext) => path.join(dir, `${width}x${height}.${ext}`);
	writeFileSync(file('png'), png(width, height));
	for (const [ext, how] of [['jpg', '[strip]'], ['webp', '[strip]'], ['heic', '[strip,speed=9]']]) vips('copy', file('png'), file(ext) + how);
	return Object.fromEntries(['jpg', 'png', 'webp', 'heic'].map((ext) => [ext, readFileSync(file(ext))]));
}

/* ---- what is in a picture beside its pixels ---- */

/** Everything a JPEG or WebP holds, by name: markers or chunks. */
export function partsOf(bytes) {
	const names = [];
	if (bytes.subarray(0, 4).equals(Buffer.from('RIFF'))) {
		for (let at = 12; at + 8 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 4) % 2)
			names.push(bytes.toString('latin1', at, at + 4).trim() + (bytes.toString('latin1', at, at + 4) === 'VP8X' ? `:${bytes[at + 8]}` : ''));
		const end = 8 + bytes.readUInt32LE(4);
		if (bytes.length > end + 1) names.push('behind the end');
		return names;
	}
	for (let at = 2; at + 4 <= bytes.length;) {
		if (bytes[at] !== 0xff) { at++; continue; } // of a scan
		const marker = bytes[at + 1];
		if (marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) { at += marker === 0xff ? 1 : 2; continue; }
		names.push(marker === 0xe0 ? `JFIF:${bytes.readUInt16BE(at + 2)}` : marker.toString(16));
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]));
	if (end !== bytes.length - 2) names.push('behind the end');
	return names;
}

/* ---- broken ones ---- */

function flipped(bytes, roll, n) {
	const out = Buffer.from(bytes);
	for (let i = 0; i < n; i++) out[12 + roll(out.length - 12)] ^= 1 << roll(8);
	return out;
}
function blanked(bytes, roll) {
	const out = Buffer.from(bytes), n = 1 + roll(out.length / 3);
	out.fill(0, 16 + roll(out.length - 16 - n), undefined);
	return out;
}
/** Bytes of its head that say how large it is, and other lies. */
function patched(bytes, at, data) {
	const out = Buffer.from(bytes);
	out.set(data, at);
	return out;
}
const sof = (jpeg) => jpeg.findIndex((b, i) => b === 0xff && [0xc0, 0xc1, 0xc2].includes(jpeg[i + 1]));

/** [[name, bytes]]: from small good ones of each kind, at least 200. */
export function broken(good) {
	const roll = dice(2026), list = [];
	for (const [kind, bytes] of Object.entries(good)) {
		for (let i = 0; i < 14; i++) list.push([`cut-${i}.${kind}`, bytes.subarray(0, 33 + Math.floor((bytes.length - 34) * i / 14))]);
		for (let i = 0; i < 22; i++) list.push([`bits-${i}.${kind}`, flipped(bytes, roll, 1 + i * 2)]);
		for (let i = 0; i < 8; i++) list.push([`blank-${i}.${kind}`, blanked(bytes, roll)]);
		for (const [name, other] of Object.entries(good)) list.push([`head-${kind}.body-${name}`, Buffer.concat([bytes.subarray(0, 48), other.subarray(48)])]);
	}
	const at = sof(good.jpg), ispe = good.heic.indexOf('ispe');
	for (const [w, h] of [[0, 0], [1, 65535], [65535, 1], [65535, 65535], [0, 65535]]) {
		const size = Buffer.alloc(4);
		size.writeUInt16BE(h);
		size.writeUInt16BE(w, 2);
		list.push([`size-${w}x${h}.jpg`, patched(good.jpg, at + 5, size)]);
	}
	for (const [w, h] of [[0, 0], [1, 1 << 30], [0x7fffffff, 0x7fffffff], [100000, 100000], [70000, 2]]) {
		const size = Buffer.alloc(8);
		size.writeUInt32BE(w >>> 0);
		size.writeUInt32BE(h >>> 0, 4);
		list.push([`size-${w}x${h}.heic`, patched(good.heic, ispe + 8, size)], [`size-${w}x${h}.png`, Buffer.concat([PNG_HEAD, ihdr(w, h), good.png.subarray(33)])]);
	}
	list.push(['nothing.jpg', Buffer.from('ffd8ffd9' + '00'.repeat(40), 'hex')], ['no-data.png', Buffer.concat([PNG_HEAD, ihdr(64, 48), iend])],
		['interlaced.png', Buffer.concat([PNG_HEAD, ihdr(64, 48, { interlace: 1 }), good.png.subarray(33)])],
		['deep.png', Buffer.concat([PNG_HEAD, ihdr(64, 48, { depth: 77, colour: 9 }), good.png.subarray(33)])],
		['long.png', patched(good.png, 33, [0x7f, 0xff, 0xff, 0xff])], ['riff.webp', patched(good.webp, 4, [0xff, 0xff, 0xff, 0xff])],
		['ztxt.png', Buffer.concat([PNG_HEAD, ihdr(64, 48), chunk('zTXt', Buffer.concat([Buffer.from('A\0\0', 'latin1'), zlib.deflateSync(Buffer.alloc(100 << 20), { level: 9 })])), good.png.subarray(33)])],
		['iccp.png', Buffer.concat([PNG_HEAD, ihdr(64, 48), chunk('iCCP', Buffer.concat([Buffer.from('A\0\0', 'latin1'), zlib.deflateSync(Buffer.alloc(50 << 20), { level: 9 })])), good.png.subarray(33)])],
		['too-little.png', Buffer.concat([PNG_HEAD, ihdr(4000, 4000), good.png.subarray(33)])]);
	return list;
}
/** What is small as a file and too much as a picture. */
export function bombs() {
	return [['400-megapixels.png', pngBomb(20000, 20000, { depth: 1 })], ['100-megapixels.png', pngBomb(10000, 10000)], ['wide.png', pngBomb(1000000, 100)],
		['81-megapixels.png', pngBomb(9000, 9000, { interlace: 1, depth: 1 })]];
}
