/*
 * place.js: while a place is typed, the facilities and addresses that may be
 * meant, as a list for keys, fingers and screen readers (ARIA's combobox). What
 * is typed stays what it is; the field does the same without this.
 */
"use strict";
(() => {
function finder(root) {
	const { places, addresses, inside, found, many, none, chosen, outside } = root.dataset;
	const input = document.getElementById(root.dataset.find);
	const fields = [root.dataset.lat, root.dataset.lon].map((id) => document.getElementById(id));
	const told = root.querySelector("[role=status]"), box = root.querySelector("[name=facility]");
	const list = Object.assign(document.createElement("ul"), { id: input.id + "-list", className: "find-list", hidden: true });
	let shown = [], at = -1, timer = 0, asked = null, mine = null;

	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", input.labels[0].textContent.trim());
	input.after(list);
	for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
		input.setAttribute(name, value);
	input.autocomplete = "off";

	function close() {
		list.hidden = true;
		at = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
	}
	function mark(to) {
		at = to;
		[...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
		if (at < 0) {
			input.removeAttribute("aria-activedescendant");
			return;
		}
		input.setAttribute("aria-activedescendant", list.children[at].id);
		list.children[at].scrollIntoView({ block: "nearest" });
	}
	function show(hits) {
		shown = hits;
		list.replaceChildren(...hits.map((hit, i) => {
			const li = document.createElement("li"), more = document.createElement("span");

			li.id = list.id + "-" + i;
			li.setAttribute("role", "option");
			more.textContent = hit.more || "";
			li.append(hit.name, " ", more);
			li.addEventListener("pointerdown", (event) => event.preventDefault());
			li.addEventListener("click", () => choose(hit));
			return li;
		}));
		list.hidden = !hits.length;
		input.setAttribute("aria-expanded", String(!list.hidden));
		mark(-1);
		told.textContent = !hits.length ? none : hits.length === 1 ? found : many + " " + hits.length;
	}
	function point(lat, lon) {
		fields[0].value = lat;
		fields[1].value = lon;
		fields[0].dispatchEvent(new Event("input", { bubbles: true }));
	}
	function facility(hit) {
		box.value = hit?.code || "";
		box.checked = Boolean(hit?.code);
		box.labels[0].querySelector("b").textContent = hit?.code ? hit.name : "";
		box.parentElement.hidden = !box.checked;
	}
	async function border(hit) {
		const r = await fetch(inside + "?lat=" + hit.lat + "&lon=" + hit.lon).catch(() => null);
		const answer = r?.ok ? await r.json() : {};

		if (mine === hit && answer.side === "outside")
			told.textContent = outside;
	}
	// A street alone is only begun: its houses come next.
	function choose(hit) {
		const whole = hit.lat !== undefined || hit.code;

		input.value = whole ? hit.name : hit.name + " ";
		input.dispatchEvent(new Event("change", { bubbles: true }));
		close();
		if (!whole) {
			ask();
			return;
		}
		facility(hit);
		mine = hit;
		if (hit.lat !== undefined) {
			point(hit.lat, hit.lon);
			border(hit);
		}
		told.textContent = chosen + " " + hit.name;
	}
	// What was chosen and is not meant any more takes its point along.
	function forget() {
		if (!mine || input.value === mine.name)
			return;
		if (fields[0].value === String(mine.lat))
			point("", "");
		facility(null);
		mine = null;
	}
	async function get(url, query, signal) {
		const r = await fetch(url + "?q=" + encodeURIComponent(query), { signal });

		return r.ok ? r.json() : [];
	}
	async function ask() {
		const query = input.value.trim();

		asked?.abort();
		if (query.length < 2) {
			close();
			told.textContent = "";
			return;
		}
		const { signal } = asked = new AbortController();
		const parts = [places, addresses].map((url) => get(url, query, signal).catch(() => []));
		const first = await parts[0];

		if (!signal.aborted && first.length)
			show(first);
		const all = first.concat(await parts[1]);

		if (!signal.aborted && document.activeElement === input && (at < 0 || !all.length))
			show(all);
	}
	input.addEventListener("input", (event) => {
		forget();
		clearTimeout(timer);
		if (event.isTrusted)
			timer = setTimeout(ask, 150);
	});
	input.addEventListener("keydown", (event) => {
		const open = !list.hidden, n = shown.length;

		if (event.key === "Escape" && open) {
			event.preventDefault();
			close();
		} else if (event.key === "Enter" && open && at >= 0) {
			event.preventDefault();
			choose(shown[at]);
		} else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			if (!open && n)
				show(shown);
			if (n)
				mark(event.key === "ArrowDown" ? (at + 1) % n : (at <= 0 ? n : at) - 1);
		}
	});
	input.addEventListener("blur", close);
	box.addEventListener("change", () => {
		if (!box.checked)
			mine = null;
	});
}

document.querySelectorAll("[data-find]").forEach(finder);
})();
