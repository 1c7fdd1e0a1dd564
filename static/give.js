/*
 * give.js: the form for feedback, with scripts: on a phone three short steps and
 * a summary, a draft that stays on this device when that is wished, the text
 * sent before its photos, and nothing lost when the connection is. Without it
 * the form is one page that does the same.
 */
"use strict";
(() => {
	const form = document.querySelector("form[data-give]");
	const text = document.getElementById("text");
	const photo = document.getElementById("photo");
	const unsent = document.getElementById("unsent");

	/* ---- what is kept on this device ---- */

	// A device may refuse to keep anything: then nothing is kept.
	function stored(store, name, value) {
		try {
			if (value === undefined)
				return store().getItem(name);
			if (value === null)
				store().removeItem(name);
			else
				store().setItem(name, value);
			return true;
		} catch {
			return null;
		}
	}
	const device = (name, value) => stored(() => localStorage, "kaiku." + name, value);
	const tab = (name, value) => stored(() => sessionStorage, "kaiku." + name, value);

	// A receipt that is loaded again, or come back to, is asked for by its key
	// alone: nothing of it is kept here.
	function receiptAgain() {
		const sent = tab("sent");
		const how = performance.getEntriesByType("navigation")[0]?.type;

		tab("sent", null);
		if (!sent || text.defaultValue || !["reload", "back_forward"].includes(how))
			return false;
		const again = document.createElement("form");
		const key = document.createElement("input");

		again.method = "post";
		again.action = form.action;
		key.type = "hidden";
		key.name = "key";
		key.value = sent;
		again.append(key);
		document.body.append(again);
		again.submit();
		return true;
	}

	// The text alone, only when that is wished, and not for long.
	function draft() {
		const keep = document.getElementById("draft-keep");
		const box = keep.querySelector("input");
		const found = document.getElementById("draft-found");
		const told = document.createElement("p");
		const days = Number(keep.dataset.days) * 86400000;
		let timer = 0;

		function read() {
			try {
				const d = JSON.parse(device("draft"));

				if (d && typeof d.text === "string" && d.at > Date.now() - days && d.at <= Date.now())
					return d;
			} catch {
				// not ours
			}
			device("draft", null);
			return null;
		}
		function save() {
			clearTimeout(timer);
			if (!box.checked || !form.isConnected)
				return;
			if (text.value.trim())
				device("draft", JSON.stringify({ text: text.value, at: Date.now() }));
			else
				device("draft", null);
		}
		function drop() {
			clearTimeout(timer);
			device("draft", null);
			found.hidden = true;
		}
		if (!device("probe", "1"))
			return drop;
		device("probe", null);
		told.className = "told";
		told.setAttribute("role", "status");
		keep.after(told);
		keep.hidden = false;
		box.checked = device("keep") === "1";
		box.addEventListener("change", () => {
			device("keep", box.checked ? "1" : null);
			if (box.checked)
				save();
			else
				drop();
			told.textContent = box.checked ? keep.dataset.kept : keep.dataset.gone;
		});
		text.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(save, 500);
		});
		addEventListener("pagehide", save);

		const was = read();

		if (was && !text.value) {
			found.querySelector("[data-when]").textContent = new Date(was.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
			found.hidden = false;
			found.querySelector("[data-use]").addEventListener("click", () => {
				text.value = was.text;
				found.hidden = true;
				text.dispatchEvent(new Event("input", { bubbles: true }));
				text.focus();
			});
			found.querySelector("[data-drop]").addEventListener("click", () => {
				drop();
				told.textContent = keep.dataset.gone;
				text.focus();
			});
		}
		return drop;
	}

	/* ---- steps ---- */

	function element(name, fields, ...content) {
		const e = Object.assign(document.createElement(name), fields);

		e.append(...content);
		return e;
	}

	// What a field says, in words; "" when nothing.
	function said(field, words) {
		const control = field.querySelector("textarea, select, input");
		const label = (input) => input.labels[0].textContent.trim();

		if (control.type === "file")
			return [...control.files].map((f) => f.name).join("\n");
		if (control.tagName === "SELECT")
			return control.value && control.selectedOptions[0].textContent;
		if (field.matches("fieldset"))
			return [...field.querySelectorAll("input:checked")].map(label).join("\n");
		if (control.type === "checkbox")
			return control.checked ? words.yes : words.no;
		return control.value.trim();
	}

	function labelOf(field) {
		const label = field.querySelector("legend, label").cloneNode(true);

		label.querySelector(".optional")?.remove();
		return label.textContent.trim();
	}

	// Everything as it will be sent, part by part, each with its way back.
	function summarise(summary, sections, change) {
		const words = summary.dataset;
		const open = words.publicFields.split(" ");
		const publish = form.elements.may_publish.checked;

		function row(label, value, name) {
			const dd = element("dd", { dir: "auto" });

			value.split("\n").forEach((line, i) => dd.append(...(i ? [document.createElement("br")] : []), line));
			if (publish && open.includes(name))
				dd.append(" ", element("span", { className: "badge info" }, words.badge));
			return element("div", { className: value.length > 40 ? "whole" : "" }, element("dt", {}, label), dd);
		}
		function rows(section) {
			const out = [];

			for (const field of section.querySelectorAll(".field")) {
				const hidden = field.closest("[hidden]");
				const name = field.querySelector("[name]")?.name;

				if (!name || (hidden && !hidden.contains(section)) || ["lat", "lon", "facility"].includes(name))
					continue;
				const value = said(field, words);

				if (value)
					out.push(row(labelOf(field), value, name));
			}
			if (section.contains(form.elements.lat) && form.elements.lat.value && form.elements.lon.value)
				out.push(row(words.point, form.elements.lat.value + ", " + form.elements.lon.value, "lat"));
			return out;
		}
		summary.replaceChildren(...sections.map((section, i) => {
			const name = section.querySelector("h2 b").textContent;
			const found = rows(section);
			const button = element("button", { type: "button", className: "link" }, words.change, element("span", { className: "visually-hidden" }, ": " + name));
			const head = element("div", { className: "summary-head" }, element("h3", {}, name), button);

			button.addEventListener("click", () => change(i));
			return element("section", {}, head, found.length ? element("dl", { className: "pairs" }, ...found) : element("p", { className: "hint" }, words.none));
		}));
		for (const p of document.querySelectorAll("[data-public]"))
			p.hidden = (p.dataset.public === "yes") !== publish;
	}

	// The one field that must be filled in is looked at before going on, with the
	// words the server would use.
	function textFits(words) {
		const n = [...text.value.trim()].length;
		const wrong = !n ? words.missing : n < Number(words.min) ? words.short : "";
		let p = document.getElementById("text-error");

		if (!wrong) {
			p?.remove();
			text.removeAttribute("aria-invalid");
			text.closest(".field").classList.remove("has-error");
			text.setAttribute("aria-describedby", "text-hint");
			return true;
		}
		if (!p) {
			p = element("p", { id: "text-error", className: "error" });
			text.before(p);
		}
		p.replaceChildren(element("span", { className: "visually-hidden" }, words.error + ": "), wrong);
		text.setAttribute("aria-invalid", "true");
		text.setAttribute("aria-describedby", "text-hint text-error");
		text.closest(".field").classList.add("has-error");
		text.focus();
		return false;
	}

	// Nor does one go on whose answer calls for something else than this form: the
	// advice is in sight, and its words are where the focus goes.
	function advised() {
		const advice = [...form.querySelectorAll("[data-stop]")].find((p) => p.checkVisibility());

		advice?.focus();
		return Boolean(advice);
	}

	// On a phone one step at a time, and the browser's own way back goes one step
	// back. On a wide screen everything is in sight at once: there steps would
	// only hide it, and a summary would repeat it.
	function walk() {
		const narrow = matchMedia("(max-width: 40rem)");
		const sections = [...form.querySelectorAll("[data-step]")];
		const steps = sections.slice(0, -1);
		const check = sections.length - 1;
		const on = document.getElementById("step-on");
		const next = on.querySelector("[data-next]"), back = on.querySelector("[data-back]");
		const send = form.querySelector(".actions > [type=submit]").parentElement;
		const errors = document.getElementById("errors");
		const goOn = next.textContent, title = document.title;
		let at = 0;

		const heading = (i) => document.getElementById("step-" + sections[i].dataset.step);
		const stepOf = (e) => steps.findIndex((s) => s.contains(e));

		function show(i, focus) {
			const walking = narrow.matches;

			if (!form.isConnected)
				return;
			at = i;
			sections.forEach((s, n) => {
				s.hidden = walking ? n !== i : n === check;
				heading(n).hidden = !walking;
			});
			steps[0].parentElement.hidden = walking && i > stepOf(form.elements.place);
			on.hidden = !walking || i === check;
			back.hidden = i === 0;
			next.textContent = history.state?.fix ? next.dataset.done : goOn;
			send.hidden = walking && i !== check;
			document.querySelectorAll("[data-at-start]").forEach((e) => {
				e.hidden = walking && i > 0;
			});
			document.title = walking && i ? heading(i).textContent.trim() + " – " + title : title;
			if (walking && i === check)
				summarise(document.getElementById("summary"), steps, (to) => go(to, true));
			if (!focus)
				return;
			scrollTo(0, 0);
			heading(i).focus({ preventScroll: true });
		}
		function state(step, fix, depth) {
			return { ...history.state, step, fix, depth };
		}
		function go(i, fix = false) {
			history.pushState(state(i, fix, (history.state?.depth ?? 0) + 1), "");
			show(i, true);
		}
		function forward() {
			if ((at === 0 && !textFits(on.dataset)) || advised())
				return;
			if (errors)
				errors.hidden = true;
			if (history.state?.fix)
				history.back();
			else
				go(at + 1);
		}
		function backward() {
			if (history.state?.depth) {
				history.back();
				return;
			}
			history.replaceState(state(at - 1, false, 0), "");
			show(at - 1, true);
		}
		function began() {
			const wrong = stepOf(form.querySelector("[data-step] .has-error"));

			if (wrong >= 0)
				return wrong;
			if (document.getElementById("once-more") || document.getElementById("stale"))
				return check;
			return text.value ? history.state?.step ?? 0 : 0;
		}
		next.addEventListener("click", forward);
		back.addEventListener("click", backward);
		errors?.addEventListener("click", (event) => {
			const field = document.getElementById(event.target.hash?.slice(1));

			if (!field || !narrow.matches)
				return;
			event.preventDefault();
			if (stepOf(field) !== at)
				go(stepOf(field));
			field.focus();
		});
		addEventListener("popstate", (event) => {
			if (!form.isConnected)
				return;
			if (event.state?.step === undefined)
				history.replaceState(state(at, false, 0), ""); // a link within the page
			else
				show(event.state.step, narrow.matches);
		});
		narrow.addEventListener("change", () => show(at));
		if (narrow.matches)
			steps.slice(1).forEach((s) => s.querySelectorAll(":scope > details").forEach((d) => {
				d.open = true;
			}));

		const first = began();

		history.replaceState(state(first, false, history.state?.depth ?? 0), "");
		show(first);
		return {
			ready: () => !narrow.matches || at === check,
			forward,
			// what was walked through is behind: one step back leaves the page
			leave() {
				const depth = history.state?.depth ?? 0;

				if (depth)
					history.go(-depth);
			},
		};
	}

	/* ---- the place of a photo ---- */

	// Offered once it is chosen, before it is made smaller and loses it. Only a
	// yes puts it into the form.
	function photoPlace() {
		const offer = document.getElementById("photo-place");
		const { found, done } = offer.dataset;
		const say = offer.querySelector("[role=status]"), buttons = say.nextElementSibling;
		const { lat, lon } = form.elements;
		const HEAD_BYTES = 262144;
		let place = null, choices = 0;

		function ask(words, open) {
			offer.hidden = !words;
			say.textContent = words;
			buttons.hidden = !open;
		}
		photo.addEventListener("change", async () => {
			const files = [...photo.files], choice = ++choices;
			let seen = null;

			ask("", false);
			for (const file of files.filter((f) => f.type === "image/jpeg"))
				seen ??= window.kaikuPhotoPlace(await file.slice(0, HEAD_BYTES).arrayBuffer().catch(() => new ArrayBuffer(0)));
			if (!seen || choice !== choices || lat.value || lon.value)
				return;
			place = seen;
			ask(found, true);
		});
		offer.querySelector("[data-yes]").addEventListener("click", () => {
			[lat.value, lon.value] = place.map((degrees) => degrees.toFixed(6));
			lat.dispatchEvent(new Event("input", { bubbles: true }));
			ask(done, false);
			photo.focus();
		});
		offer.querySelector("[data-no]").addEventListener("click", () => {
			ask("", false);
			photo.focus();
		});
	}

	/* ---- sending ---- */

	const status = unsent.querySelector("[role=status]");
	const retry = unsent.querySelector("button");

	// How sending goes, where it was asked for, and aloud.
	function tell(words, again) {
		unsent.hidden = !words;
		status.textContent = words;
		retry.parentElement.hidden = !again;
	}

	// The receipt takes the form's place.
	function receive(page, steps, drop) {
		const photos = [...photo.files], key = form.elements.key.value;
		const main = document.querySelector("main");

		steps.leave();
		drop();
		tab("sent", key);
		document.title = page.title;
		main.replaceChildren(...page.querySelector("main").childNodes);
		document.querySelector(".langs").replaceWith(page.querySelector(".langs"));
		window.kaikuBegin(document);
		const h1 = main.querySelector("h1");

		h1.tabIndex = -1;
		scrollTo(0, 0);
		h1.focus({ preventScroll: true });
		if (photos.length)
			sendPhotos(document.getElementById("photos-on"), photos);
	}

	// One by one, when the message is safe already. The form's key makes each of
	// them come once, however often it is tried.
	function sendPhotos(section, photos) {
		const { sending, done, failed, bad, ok, not } = section.dataset;
		const say = section.querySelector("[role=status]");
		const bar = section.querySelector("progress"), list = section.querySelector("ul");
		const again = section.querySelector("button");
		const rows = photos.map((file) => ({ file, sent: false, refused: false, li: element("li", { className: "break" }, file.name) }));
		let busy = false;

		async function one(row) {
			const body = new FormData(section);

			body.append("photo", row.file, row.file.name);
			const r = await fetch(section.action, { method: "POST", body, redirect: "manual" }).catch(() => null);

			row.sent = r?.type === "opaqueredirect";
			row.refused = r?.status === 422;
			row.li.textContent = row.file.name + " – " + (row.sent ? ok : row.refused ? bad : not);
		}
		async function all() {
			if (busy)
				return;
			busy = true;
			again.parentElement.hidden = true;
			for (const [i, row] of rows.entries()) {
				if (row.sent || row.refused)
					continue;
				say.textContent = sending + " " + (i + 1) + "/" + rows.length;
				await one(row);
				bar.value = rows.filter((r) => r.sent).length;
			}
			const left = rows.some((r) => !r.sent && !r.refused);

			say.textContent = left || rows.some((r) => r.refused) ? failed : done;
			again.parentElement.hidden = !left;
			busy = false;
		}
		bar.max = rows.length;
		list.append(...rows.map((r) => r.li));
		section.hidden = false;
		again.addEventListener("click", all);
		addEventListener("online", all);
		addEventListener("beforeunload", (event) => {
			if (rows.some((r) => !r.sent && !r.refused))
				event.preventDefault();
		});
		all();
	}

	function sender(steps, drop) {
		const { waiting, lost, busy } = unsent.dataset;
		let sending = false, waits = false;

		async function ask() {
			await photo.shrinking?.();
			const body = new FormData(form);

			body.delete("photo");
			const r = await fetch(form.action, { method: "POST", body });

			return { status: r.status, page: new DOMParser().parseFromString(await r.text(), "text/html") };
		}
		function answer({ status: code, page }) {
			const once = page.getElementById("once-more");

			waits = false;
			if (code === 200 && page.getElementById("photos-on"))
				receive(page, steps, drop);
			else if (once) {
				form.append(element("input", { type: "hidden", name: "once_more", value: "1" }));
				tell(once.textContent.trim(), false);
			} else if ([429, 502, 503, 504].includes(code))
				tell(busy, true);
			else // what is wrong is said on a page of its own, with everything in it
				form.submit();
		}
		async function send(byPerson) {
			if (sending)
				return;
			sending = true;
			tell(waiting, false);
			try {
				answer(await ask());
			} catch {
				waits = true;
				tell(lost, true);
			}
			sending = false;
			if (byPerson && waits)
				retry.focus();
		}
		retry.addEventListener("click", () => send(true));
		addEventListener("online", () => {
			if (waits && form.isConnected)
				send(false);
		});
		addEventListener("submit", (event) => {
			if (event.target !== form)
				return;
			event.preventDefault();
			event.stopImmediatePropagation();
			if (advised())
				return;
			if (steps.ready())
				send(true);
			else
				steps.forward();
		}, true);
	}

	if (receiptAgain())
		return;
	photoPlace();
	sender(walk(), draft());
})();
