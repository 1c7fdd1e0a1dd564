/*
 * map.js: maps with Leaflet: the published messages, and choosing the place of
 * a message. The list, the fields and the words do the same without it.
 */
"use strict";
(() => {
const FINLAND = [[59.7, 19.3], [70.1, 31.6]];
const ZOOM_MIN = 6;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function numbers(text, count) {
	const list = (text || "").split(",").map(Number);

	return list.length === count && list.every(Number.isFinite) ? list : null;
}

// A map in the element, drawn from what its section says.
function draw(section) {
	const { tiles, zoomMax, credit, closer, farther } = section.dataset;
	const element = section.querySelector(".map");
	const map = L.map(element, {
		zoomControl: false, minZoom: ZOOM_MIN, maxZoom: Number(zoomMax),
		maxBounds: [[57, 15], [72, 36]], attributionControl: false,
		fadeAnimation: !calm, zoomAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
	});

	L.control.zoom({ zoomInTitle: closer, zoomOutTitle: farther }).addTo(map);
	L.control.attribution({ prefix: false }).addAttribution(node("span", "", credit).outerHTML).addTo(map);
	L.tileLayer(tiles, { maxZoom: Number(zoomMax), detectRetina: false }).addTo(map);
	element.classList.toggle("own-tiles", tiles.startsWith("/map/base/"));
	section.hidden = false;
	map.invalidateSize();
	return map;
}

// Where it begins: a link, the municipality, or the whole country.
function begin(map, section) {
	const at = numbers(section.dataset.at, 3), box = numbers(section.dataset.box, 4);

	if (at)
		map.setView([at[0], at[1]], at[2]);
	else if (box)
		map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { maxZoom: 16 });
	else
		map.fitBounds(FINLAND);
}

// The box of the map in whole tiles: neighbours ask for the same.
function boxOf(map) {
	const zoom = map.getZoom(), b = map.getPixelBounds(), size = 256;
	const nw = map.unproject(b.min.divideBy(size).floor().multiplyBy(size), zoom);
	const se = map.unproject(b.max.divideBy(size).ceil().multiplyBy(size).subtract([1, 1]), zoom);

	return [Math.max(nw.lng, -180), Math.max(se.lat, -85), Math.min(se.lng, 180), Math.min(nw.lat, 85)]
		.map((n) => n.toFixed(6)).join(",");
}

function node(tag, className, text) {
	const e = document.createElement(tag);

	if (className)
		e.className = className;
	if (text)
		e.textContent = text;
	return e;
}

function link(row) {
	const a = node("a", "", row.title);

	a.href = row.href;
	a.lang = row.lang;
	a.dir = "auto";
	return a;
}

function facts(row) {
	const p = node("span", "facts");

	p.append(node("span", "badge " + row.tone, row.state), " ", node("span", "", row.date));
	return p;
}

function popup(rows, heading) {
	const all = node("div");

	if (rows.length > 1)
		all.append(node("p", "", heading + " " + rows.length));
	rows.forEach((row) => {
		const p = node("p");

		p.append(link(row));
		all.append(p, facts(row));
	});
	return all;
}

// ---- the published messages ----

function icon(spot) {
	const size = spot.n === 1 ? 26 : Math.min(60, 30 + 7 * Math.log10(spot.n));

	return L.divIcon({ className: spot.n === 1 ? "spot one" : "spot many", html: spot.n === 1 ? "" : String(spot.n),
		iconSize: [size, size] });
}

function browse(section) {
	const told = document.getElementById("map-told"), list = document.getElementById("map-list");
	const words = told.dataset, shown = new Map();
	const map = draw(section);
	let asked = null;

	begin(map, section);

	// Together in one place however near one comes, or few: named; else closer.
	function open(spot, marker) {
		const { several, close } = section.dataset;

		if (!spot.rows || (spot.n > 1 && map.getZoom() < map.getMaxZoom())) {
			map.setView([spot.lat, spot.lon], Math.min(map.getMaxZoom(), map.getZoom() + 2));
			return;
		}
		marker.unbindPopup().bindPopup(popup(spot.rows, several), { minWidth: 180, maxWidth: Math.min(320, map.getSize().x - 110) }).openPopup();
		const box = marker.getPopup().getElement();
		box.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
		box.querySelector(".leaflet-popup-content a").focus({ preventScroll: true });
	}
	function add(spot) {
		const label = spot.rows && spot.n === 1 ? spot.rows[0].title : section.dataset.several + " " + spot.n;
		const marker = L.marker([spot.lat, spot.lon], { icon: icon(spot), title: label, riseOnHover: true }).addTo(map);

		marker.getElement().setAttribute("role", "button");
		marker.getElement().setAttribute("aria-label", label);
		marker.on("click", () => open(spot, marker));
		marker.on("keypress", (e) => {
			if (e.originalEvent.key === "Enter")
				open(spot, marker);
		});
		marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: true }));
		return marker;
	}
	// What stays keeps its marker, and with it an open popup and the focus.
	function show(spots) {
		const keys = new Set();

		spots.forEach((spot) => {
			const key = [spot.lat, spot.lon, spot.n].join();

			keys.add(key);
			if (!shown.has(key))
				shown.set(key, add(spot));
		});
		shown.forEach((marker, key) => {
			if (keys.has(key) || marker.isPopupOpen())
				return;
			marker.off("popupclose").remove();
			shown.delete(key);
		});
	}
	function tell(answer) {
		const { many, closer, newest, none, some } = words;
		const more = answer.total > answer.newest.length;

		list.replaceChildren(...answer.newest.map((row) => {
			const li = node("li");

			li.append(link(row), facts(row));
			return li;
		}));
		told.textContent = !answer.total ? none
			: answer.newest_only ? some
			: many + " " + answer.total + ". " + (!answer.listed ? closer : more ? newest : "");
	}
	function remember() {
		const c = map.getCenter(), at = [c.lat.toFixed(5), c.lng.toFixed(5), map.getZoom()].join(",");
		const url = new URL(location.href);

		document.getElementById("map-at").value = at;
		url.searchParams.delete("at");
		history.replaceState(null, "", url.pathname + (url.search ? url.search + "&" : "?") + "at=" + at);
		document.querySelectorAll(".langs a").forEach((a) => {
			const to = new URL(a.href);

			to.searchParams.set("at", at);
			a.href = to.href;
		});
	}
	async function ask() {
		const { spots } = section.dataset;
		const to = spots + (spots.includes("?") ? "&" : "?") + "zoom=" + map.getZoom() + "&bbox=" + boxOf(map);

		asked?.abort();
		asked = new AbortController();
		try {
			const r = await fetch(to, { signal: asked.signal });

			if (!r.ok)
				throw new Error(String(r.status));
			const answer = await r.json();

			show(answer.spots);
			tell(answer);
		} catch (e) {
			if (e.name !== "AbortError")
				told.textContent = words.failed;
		}
	}
	map.on("moveend", () => {
		remember();
		ask();
	});
	ask();
}

// ---- the place of a message ----

function pick(section) {
	const { lat, lon, inside, picked, cleared, outside } = section.dataset;
	const fields = [lat, lon].map((id) => document.getElementById(id));
	const told = section.querySelector("[role=status]");
	const map = draw(section);
	let marker = null;

	begin(map, section);
	section.querySelector(".map").append(node("div", "cross"));
	function typed() {
		const [y, x] = fields.map((f) => (f.value.trim() ? Number(f.value.trim().replace(",", ".")) : NaN));

		return Number.isFinite(y) && Number.isFinite(x) && Math.abs(y) <= 85 && Math.abs(x) <= 180 ? L.latLng(y, x) : null;
	}
	async function check(at) {
		try {
			const r = await fetch(inside + "?lat=" + at.lat.toFixed(6) + "&lon=" + at.lng.toFixed(6));
			const answer = await r.json();

			told.textContent = answer.side === "outside" ? outside : picked;
		} catch {
			told.textContent = picked;
		}
	}
	function mark() {
		const at = typed();

		marker?.remove();
		marker = null;
		if (!at)
			return;
		marker = L.marker(at, { icon: L.divIcon({ className: "spot one", iconSize: [30, 30] }), keyboard: false, interactive: false }).addTo(map);
		if (!map.getBounds().pad(-0.1).contains(at))
			map.setView(at, Math.max(map.getZoom(), 15));
	}
	function set(at) {
		fields[0].value = at.lat.toFixed(6);
		fields[1].value = at.lng.toFixed(6);
		fields[0].dispatchEvent(new Event("input", { bubbles: true }));
		check(at);
	}
	fields.forEach((f) => f.addEventListener("input", mark));
	map.on("click", (e) => set(e.latlng));
	section.querySelector(".map").addEventListener("keydown", (e) => {
		if (e.key !== "Enter" || e.target !== e.currentTarget)
			return;
		e.preventDefault(); // it sends no form
		set(map.getCenter());
	});
	section.querySelector("[data-here]").addEventListener("click", () => set(map.getCenter()));
	section.querySelector("[data-clear]").addEventListener("click", () => {
		fields.forEach((f) => {
			f.value = "";
		});
		fields[0].dispatchEvent(new Event("input", { bubbles: true }));
		told.textContent = cleared;
	});
	if (typed()) {
		map.setView(typed(), 15);
		mark();
	}
}

window.kaikuMap = pick;
document.querySelectorAll("[data-map=browse]").forEach(browse);
})();
