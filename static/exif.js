/*
 * exif.js: where a photo was taken, read on the device from what its camera
 * wrote into it (JPEG, EXIF 2.32: the GPS tags). [lat, lon] in degrees, or null
 * for whatever is not exactly that; nothing of it is sent anywhere.
 */
"use strict";
window.kaikuPhotoPlace = (buffer) => {
	const view = new DataView(buffer);
	const GPS = 0x8825, LAT_REF = 1, LAT = 2, LON_REF = 3, LON = 4, RATIONAL = 5;
	const ENTRIES_MAX = 200;
	let tiff = 0, little = false;

	const u16 = (at) => view.getUint16(tiff + at, little);
	const u32 = (at) => view.getUint32(tiff + at, little);

	// Where the TIFF part begins: after "Exif" in a segment APP1.
	function find() {
		let at = 2;

		if (view.getUint16(0) !== 0xffd8)
			return 0;
		while (view.getUint8(at) === 0xff) {
			const marker = view.getUint8(at + 1), length = view.getUint16(at + 2);

			if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966 && !view.getUint16(at + 8))
				return at + 10;
			if (marker === 0xda || length < 2)
				return 0;
			at += 2 + length;
		}
		return 0;
	}
	function entries(ifd) {
		const found = new Map(), count = Math.min(u16(ifd), ENTRIES_MAX);

		for (let i = 0; i < count; i++)
			found.set(u16(ifd + 2 + 12 * i), ifd + 2 + 12 * i);
		return found;
	}
	// Degrees, minutes and seconds, each a fraction.
	function degrees(entry) {
		if (u16(entry + 2) !== RATIONAL || u32(entry + 4) !== 3)
			return NaN;
		const at = u32(entry + 8);
		const part = (i) => u32(at + 8 * i) / u32(at + 8 * i + 4);

		return part(0) + part(1) / 60 + (u32(at + 20) ? part(2) / 3600 : 0);
	}
	function read() {
		tiff = find();
		if (!tiff || ![0x4949, 0x4d4d].includes(view.getUint16(tiff)))
			return null;
		little = view.getUint16(tiff) === 0x4949;
		if (u16(2) !== 42)
			return null;
		const pointer = entries(u32(4)).get(GPS);

		if (pointer === undefined)
			return null;
		const gps = entries(u32(pointer + 8));
		const [latRef, lat, lonRef, lon] = [LAT_REF, LAT, LON_REF, LON].map((tag) => gps.get(tag));

		if ([latRef, lat, lonRef, lon].includes(undefined))
			return null;
		const letter = (entry) => String.fromCharCode(view.getUint8(tiff + entry + 8));
		const y = degrees(lat) * { N: 1, S: -1 }[letter(latRef)], x = degrees(lon) * { E: 1, W: -1 }[letter(lonRef)];

		// a camera that does not know writes zeros
		return Math.abs(y) <= 90 && Math.abs(x) <= 180 && (y || x) ? [y, x] : null;
	}
	try {
		return read();
	} catch {
		return null; // it ends before it should
	}
};
