/*
 * desk.js: comforts of the staff's pages: single keys, selecting many, who has
 * a matter open. Everything works without it.
 */
"use strict";

// Keys lead where a person would click, and are the browser's own while one
// types or holds Ctrl, Alt or Meta.
function shortcuts(help) {
	const rows = [...document.querySelectorAll(".queue tbody tr")];
	const links = rows.map((row) => row.querySelector(".what a"));
	let at = -1;

	function go(step) {
		at = Math.min(Math.max(at + step, 0), links.length - 1);
		links[at]?.focus();
		links[at]?.scrollIntoView({ block: "nearest" });
	}
	function row() {
		const i = rows.findIndex((r) => r.contains(document.activeElement));

		at = i < 0 ? at : i;
		return at;
	}
	// A link is followed, a form unfolds and its first field has the focus.
	function use(id) {
		const to = document.querySelector(`[data-key="${id}"]`);

		if (!to)
			return false;
		if (to.localName === "div") {
			to.closest("details").open = true;
			to.querySelector("select, textarea, input:not([type=hidden])").focus();
		} else if (to.localName === "input") {
			to.focus();
			to.select();
		} else {
			to.click();
		}
		return true;
	}
	function act(id) {
		const link = links[row()];

		if (!link) {
			use(id);
			return;
		}
		const to = new URL(link.href);

		if (id === "a")
			to.pathname += "/answer";
		else
			to.hash = `key-${id}`;
		location.assign(to);
	}
	const keys = {
		j: () => rows.length ? (row(), go(1)) : use("j"),
		k: () => rows.length && (row(), go(-1)),
		o: () => links[row()]?.click(),
		x: () => rows[row()]?.querySelector("input[type=checkbox]")?.click(),
		a: () => act("a"),
		r: () => act("r"),
		n: () => act("n"),
		u: () => use("u"),
		"/": () => use("/"),
		"?": () => help.showModal(),
	};

	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || help.open ||
			event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]"))
			return;
		const what = Object.hasOwn(keys, event.key) ? keys[event.key] : null;

		if (!what)
			return;
		event.preventDefault();
		what();
	});
	document.querySelectorAll("[data-keys-open]").forEach((button) => {
		button.parentElement.hidden = false;
		button.addEventListener("click", () => help.showModal());
	});
	help.querySelector("[data-keys-close]").addEventListener("click", () => help.close());
	// From a queue straight into a form.
	if (location.hash === "#key-r" || location.hash === "#key-n")
		use(location.hash.slice(-1));
}

const help = document.getElementById("keys");
if (help)
	shortcuts(help);

// All boxes of the page at once, and how many are ticked.
function picking(all) {
	const boxes = [...document.querySelectorAll(".queue input[name=m]")];
	const count = document.querySelector("[data-pick-count]");

	function tell() {
		const n = boxes.filter((b) => b.checked).length;

		count.textContent = n ? n : "";
	}
	all.addEventListener("click", (event) => {
		const on = boxes.some((b) => !b.checked);

		event.preventDefault();
		boxes.forEach((b) => {
			b.checked = on;
		});
		tell();
	});
	boxes.forEach((b) => b.addEventListener("change", tell));
	window.addEventListener("pageshow", tell);
	tell();
}
document.querySelectorAll("[data-pick-all]").forEach(picking);

// Who else has a matter open: asked while the page is looked at, every 20 s.
function every20(ask) {
	const look = () => document.visibilityState === "visible" && ask().catch(() => {});

	look();
	setInterval(look, 20000);
	document.addEventListener("visibilitychange", look);
}
function tellHere(at, names) {
	at.querySelector("[data-here-names]").textContent = names;
	at.hidden = !names;
}
function hereOne(form) {
	const at = document.getElementById(form.dataset.here);

	every20(async () => {
		const r = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });

		if (r.ok)
			tellHere(at, await r.text());
	});
}
function hereAll(table) {
	every20(async () => {
		const r = await fetch(table.dataset.hereAll, { redirect: "manual" });
		const names = new Map();

		if (!r.ok)
			return;
		for (const line of (await r.text()).split("\n").filter(Boolean)) {
			const [number, name] = line.split("\t");

			names.set(number, [...names.get(number) ?? [], name]);
		}
		table.querySelectorAll("[data-here-of]").forEach((at) => tellHere(at, (names.get(at.dataset.hereOf) ?? []).join(", ")));
	});
}
document.querySelectorAll("[data-here]").forEach(hereOne);
document.querySelectorAll("[data-here-all]").forEach(hereAll);

// Areas of a photo that are covered: drawn by dragging, moved by arrow keys.
// The fields beside it are what is sent.
function covers(stage) {
	const svg = stage.querySelector("svg");
	const form = stage.closest("form");
	const point = document.documentElement.lang === "en" ? "." : ",";
	const whole = 1000, step = 10, most = 20;
	const rows = [];
	const within = (n, max) => Math.min(Math.max(Math.round(n), 0), max);

	function value(row) {
		const v = row.fields.map((f) => f.value.trim() === "" ? NaN : Math.round(Number(f.value.replace(",", ".").replace("%", "")) * 10));

		return v.every((n) => n >= 0 && n <= whole) && v[2] && v[3] ? v : null;
	}
	function draw(row) {
		const v = value(row);

		row.rect.remove();
		if (!v)
			return;
		["x", "y", "width", "height"].forEach((name, i) => row.rect.setAttribute(name, v[i]));
		svg.insertBefore(row.rect, [...svg.children].find((c) => c.dataset.n > row.rect.dataset.n) ?? null);
	}
	function put(row, v) {
		const w = within(v[2], whole), h = within(v[3], whole);
		const all = [within(v[0], whole - w), within(v[1], whole - h), w, h];

		row.fields.forEach((f, i) => {
			f.value = v[2] ? String(all[i] / 10).replace(".", point) : "";
		});
		draw(row);
	}
	function key(event, row) {
		const [x, y, w, h] = value(row) ?? [];
		const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];

		if (event.key === "Delete" || event.key === "Backspace") {
			put(row, [0, 0, 0, 0]);
			row.fields[0].focus();
		} else if (by && event.shiftKey) {
			put(row, [x, y, Math.max(w + by[0], step), Math.max(h + by[1], step)]);
		} else if (by) {
			put(row, [x + by[0], y + by[1], w, h]);
		} else {
			return;
		}
		event.preventDefault();
		if (row.rect.isConnected)
			row.rect.focus();
	}
	function add(set) {
		const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
		const row = { set, rect, fields: [..."xywh"].map((name) => set.querySelector(`[name=${name}]`)) };

		rect.dataset.n = 100 + rows.length;
		rect.setAttribute("tabindex", "0");
		rect.setAttribute("role", "img");
		rect.setAttribute("aria-label", `${stage.dataset.area} ${rows.length + 1}`);
		rect.addEventListener("keydown", (event) => key(event, row));
		row.fields.forEach((f) => f.addEventListener("input", () => draw(row)));
		rows.push(row);
		draw(row);
		return row;
	}
	// One that is free, or one more.
	function free() {
		const found = rows.find((row) => row.fields.every((f) => !f.value));

		if (found || rows.length >= most)
			return found;
		const last = rows.at(-1).set, set = last.cloneNode(true), n = rows.length + 1;

		set.querySelectorAll("input").forEach((f) => {
			f.id = `${f.name}-${n}`;
			f.value = "";
		});
		set.querySelectorAll("label").forEach((l) => {
			l.htmlFor = l.htmlFor.replace(/\d+$/, n);
		});
		set.querySelector("legend").textContent = `${stage.dataset.area} ${n}`;
		last.after(set);
		return add(set);
	}
	function at(event) {
		const box = svg.getBoundingClientRect();

		return [within((event.clientX - box.left) / box.width * whole, whole), within((event.clientY - box.top) / box.height * whole, whole)];
	}
	function drag(event) {
		const old = rows.find((row) => row.rect === event.target), row = old ?? free();
		const [sx, sy] = at(event), was = old && value(old);

		if (!row || event.button)
			return;
		event.preventDefault();
		svg.setPointerCapture(event.pointerId);
		const move = (e) => {
			const [x, y] = at(e);

			if (was)
				put(row, [was[0] + x - sx, was[1] + y - sy, was[2], was[3]]);
			else
				put(row, [Math.min(x, sx), Math.min(y, sy), Math.abs(x - sx), Math.abs(y - sy)]);
		};

		svg.addEventListener("pointermove", move);
		svg.addEventListener("lostpointercapture", () => {
			svg.removeEventListener("pointermove", move);
			if (!value(row))
				put(row, [0, 0, 0, 0]);
			else
				row.rect.focus();
		}, { once: true });
	}
	svg.replaceChildren();
	svg.removeAttribute("aria-hidden");
	form.querySelectorAll(".cover").forEach(add);
	stage.classList.add("draws");
	form.querySelector("[data-covers-help]").hidden = false;
	svg.addEventListener("pointerdown", drag);
}
document.querySelectorAll("[data-covers]").forEach(covers);

// On a phone the row of queues scrolls: the one that is open is in sight.
document.querySelector(".desk-head .tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
