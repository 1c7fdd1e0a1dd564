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
