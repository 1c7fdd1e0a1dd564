/*
 * first.js: while somebody writes, what may answer them, where they look and
 * with the focus where it is. The text travels in the body of a request and is
 * kept nowhere.
 */
"use strict";

(() => {
	const asking = document.getElementById("near-ask");
	const counting = document.getElementById("near-count");
	const at = document.getElementById("near");
	const told = document.getElementById("near-told");
	const from = at.closest("form");
	const carried = from.elements;
	let timer = 0, waiting = null;

	const names = (field) => field.value.split(" ").filter(Boolean);
	const add = (field, list) => {
		field.value = [...new Set([...names(field), ...list])].join(" ");
	};

	function send(form, fields) {
		const body = new URLSearchParams(new FormData(form));

		for (const name in fields)
			body.set(name, fields[name]);
		return fetch(form.action, { method: "POST", body, keepalive: form === counting }).catch(() => null);
	}
	// Each once a form, whether or not anything is chosen.
	async function count(shown, refused) {
		const fresh = shown.filter((name) => !names(carried.counted).includes(name));

		if (!fresh.length && !refused)
			return;
		add(carried.counted, fresh);
		await send(counting, { shown: fresh.join(" "), refused: refused ?? "" });
	}
	function offer() {
		at.querySelectorAll("[data-first-choices]").forEach((p) => {
			p.hidden = false;
		});
	}
	// Never under somebody's focus: then it waits until they have left.
	function put(found) {
		if (at.contains(document.activeElement)) {
			waiting = found;
			return;
		}
		waiting = null;
		if (carried.shown.value === found.dataset.shown)
			return;
		carried.shown.value = found.dataset.shown;
		at.replaceChildren(...found.children);
		told.textContent = found.dataset.told;
		offer();
		count(names(carried.shown));
	}
	async function ask() {
		const fields = { refused: carried.refused.value };

		for (const name of ["text", "title", "topic", "place", "lat", "lon"])
			fields[name] = carried[name]?.value ?? "";
		const answer = await send(asking, fields);

		if (!answer?.ok || !from.isConnected)
			return;
		const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");

		// Whoever writes on is asked again after the next pause.
		if (found && (carried.text?.value ?? "") === fields.text && carried.refused.value === fields.refused)
			put(found);
	}
	function later() {
		clearTimeout(timer);
		timer = setTimeout(ask, 800);
	}
	// Gone from here, and not offered again in this form.
	function refuse(item) {
		const name = item.dataset.firstItem;
		const others = [...at.querySelectorAll("[data-first-item]")].filter((other) => other !== item);

		count([], name);
		add(carried.refused, [name]);
		carried.shown.value = names(carried.shown).filter((other) => other !== name).join(" ");
		(others[0]?.querySelector("summary") ?? carried.text).focus({ preventScroll: true });
		(others.length ? item : item.closest("section")).remove();
	}
	at.addEventListener("click", (event) => {
		const button = event.target.closest("button[data-first]");
		const item = button?.closest("[data-first-item]");

		if (!item)
			return;
		if (button.dataset.first === "different") {
			refuse(item);
			return;
		}
		carried.first.value = button.dataset.first + " " + item.dataset.firstItem;
		from.submit();
	});
	at.addEventListener("focusout", () => {
		setTimeout(() => {
			if (waiting)
				put(waiting);
		});
	});
	from.addEventListener("input", (event) => {
		if (["text", "title", "topic", "place", "lat", "lon"].includes(event.target.name))
			later();
	});
	window.addEventListener("pageshow", () => {
		carried.first.value = "ask";
		if (carried.text.value)
			later();
	});
	offer();
	count(names(carried.shown));
})();
