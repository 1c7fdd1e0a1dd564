/*
 * kaiku.js: small comforts. Everything works without it.
 */
"use strict";

// How many characters are left, in a text field that has a limit. Said aloud
// only near the end, and not at every key.
function countDown(area) {
	const max = area.maxLength;
	const shown = document.createElement("p");
	const spoken = document.createElement("p");
	let timer = 0;

	shown.className = "left";
	shown.setAttribute("aria-hidden", "true");
	spoken.className = "visually-hidden";
	spoken.setAttribute("role", "status");
	area.after(shown, spoken);
	function update() {
		const left = max - area.value.length;
		const text = area.dataset.left + " " + left;

		shown.textContent = text;
		shown.classList.toggle("over", left <= 0);
		clearTimeout(timer);
		timer = setTimeout(() => {
			spoken.textContent = left <= max / 10 ? text : "";
		}, 1000);
	}
	area.addEventListener("input", update);
	update();
}

// What is typed, as its reader will see it: paragraphs and lines, and marked
// what is still to be filled in.
function livePreview(section) {
	const area = document.getElementById(section.dataset.live);
	const to = section.querySelector("[data-live-text]");
	const unfilled = /(\{[^{}\n]{1,40}\})/;

	function line(text, p) {
		text.split(unfilled).forEach((part, i) => {
			const node = i % 2 ? document.createElement("mark") : document.createTextNode(part);

			if (i % 2)
				node.textContent = part;
			p.append(node);
		});
	}
	function update() {
		to.replaceChildren();
		area.value.trim().split(/\n\s*\n/).forEach((paragraph) => {
			const p = document.createElement("p");

			paragraph.split("\n").forEach((text, i) => {
				if (i)
					p.append(document.createElement("br"));
				line(text, p);
			});
			to.append(p);
		});
	}
	section.hidden = false;
	area.addEventListener("input", update);
	update();
}

// A form is sent once, however often its button is pressed. Coming back by the
// back button gives the button back.
function sendOnce(form) {
	let sent = false;

	form.addEventListener("submit", (event) => {
		if (event.defaultPrevented)
			return;
		if (sent)
			event.preventDefault();
		sent = true;
	});
	window.addEventListener("pageshow", () => {
		sent = false;
	});
}

// What staff write is kept on the server a moment after each pause, and when
// the page is left. A form is sent after its draft, never before.
function keepDraft(form) {
	const told = form.querySelector("[data-draft-told] [role=status]");
	const { failed, ended } = told.parentElement.dataset;
	let timer = 0, saving = null, leaving = false;

	function fields() {
		const all = new URLSearchParams();

		new FormData(form).forEach((value, name) => {
			if (typeof value === "string")
				all.append(name, value);
		});
		all.set("step", "autosave");
		return all;
	}
	async function ask() {
		try {
			const r = await fetch(form.action, { method: "POST", body: fields(), redirect: "manual", keepalive: true });

			told.textContent = r.ok ? await r.text() : r.type === "opaqueredirect" ? ended : failed;
		} catch {
			told.textContent = failed;
		}
		saving = null;
	}
	function save() {
		clearTimeout(timer);
		timer = saving ? setTimeout(save, 1000) : 0;
		saving ??= ask();
	}
	form.addEventListener("input", () => {
		timer ||= setTimeout(save, 3000);
	});
	form.addEventListener("submit", (event) => {
		clearTimeout(timer);
		timer = 0;
		leaving = true;
		if (!saving)
			return;
		event.preventDefault();
		saving.finally(() => form.requestSubmit(event.submitter));
	});
	window.addEventListener("pagehide", () => {
		if (!timer || leaving)
			return;
		saving = null; // no time to wait for the one on its way
		save();
	});
	window.addEventListener("pageshow", () => {
		leaving = false;
	});
}

// What a button of ours does is told below it, and aloud.
function speaker(button) {
	const said = document.createElement("p");

	said.setAttribute("role", "status");
	said.className = "told";
	button.parentElement.after(said);
	return (text) => {
		said.textContent = text;
	};
}

// One's own position into the fields of the coordinates, when asked for.
function locate(button) {
	const fields = button.dataset.position.split(" ");
	const [lat, lon] = fields.map((id) => document.getElementById(id));
	const say = speaker(button);

	if (!navigator.geolocation || !window.isSecureContext)
		return;
	button.parentElement.hidden = false;
	button.addEventListener("click", () => {
		say(button.dataset.wait);
		navigator.geolocation.getCurrentPosition((at) => {
			lat.value = at.coords.latitude.toFixed(6);
			lon.value = at.coords.longitude.toFixed(6);
			lat.dispatchEvent(new Event("input", { bubbles: true }));
			say(button.dataset.done);
		}, () => say(button.dataset.failed), {
			enableHighAccuracy: true,
			timeout: 20000,
			maximumAge: 60000,
		});
	});
}

// The map is fetched when somebody opens it.
function openMap(button) {
	const section = document.getElementById(button.dataset.mapOpen);
	const { hide, wait, failed, styles, scripts } = button.dataset;
	const show = button.textContent;
	const say = speaker(button);
	let drawn = false;

	function fetched(tag, fields) {
		return new Promise((resolve, reject) => {
			const e = Object.assign(document.createElement(tag), fields);

			e.addEventListener("load", resolve);
			e.addEventListener("error", reject);
			document.head.append(e);
		});
	}
	async function draw() {
		say(wait);
		try {
			for (const href of styles.split(" "))
				await fetched("link", { rel: "stylesheet", href });
			for (const src of scripts.split(" "))
				await fetched("script", { src });
			window.kaikuMap(section);
			drawn = true;
			say("");
		} catch {
			say(failed);
		}
	}
	button.parentElement.hidden = false;
	button.addEventListener("click", async () => {
		if (!drawn)
			await draw();
		else
			section.hidden = !section.hidden;
		button.setAttribute("aria-expanded", String(!section.hidden));
		button.textContent = section.hidden ? show : hide;
		if (!section.hidden)
			section.querySelector(".map").focus({ preventScroll: true });
	});
}

// The secret link, to be kept wherever one keeps such things.
function copier(button) {
	const say = speaker(button);

	if (!navigator.clipboard)
		return;
	button.hidden = false;
	button.addEventListener("click", () => {
		navigator.clipboard.writeText(button.dataset.copy)
			.then(() => say(button.dataset.done), () => say(""));
	});
}

document.querySelectorAll("button[data-position]").forEach(locate);
document.querySelectorAll("button[data-map-open]").forEach(openMap);
document.querySelectorAll("button[data-copy]").forEach(copier);
// Another language takes along what is in the form already.
function carry(form) {
	let typed = false;

	form.addEventListener("input", () => {
		typed = true;
	});
	function go(event) {
		const to = event.currentTarget;
		const look = document.createElement("input");

		if (!typed || event.ctrlKey || event.metaKey || event.shiftKey)
			return;
		event.preventDefault();
		look.type = "hidden";
		look.name = look.value = "look";
		form.append(look);
		form.action = to.href || to.formAction;
		form.submit();
	}
	document.querySelectorAll(".langs a, .langs button").forEach((to) => {
		to.addEventListener("click", go);
	});
}

// Photos are made smaller before they are sent, and lose what else is in them.
// What this browser cannot open goes as it is.
function shrink(input) {
	const side = 2000;
	let working = null;

	async function smaller(file) {
		if (!file.type.startsWith("image/"))
			return file;
		const image = await createImageBitmap(file, { imageOrientation: "from-image" });
		const by = Math.min(1, side / Math.max(image.width, image.height));
		const canvas = document.createElement("canvas");

		canvas.width = Math.round(image.width * by);
		canvas.height = Math.round(image.height * by);
		const on = canvas.getContext("2d");

		on.fillStyle = "#fff";
		on.fillRect(0, 0, canvas.width, canvas.height);
		on.drawImage(image, 0, 0, canvas.width, canvas.height);
		image.close();
		const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", .85));

		return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: blob.type }) : file;
	}
	async function all() {
		const chosen = [...input.files], to = new DataTransfer();

		for (const file of chosen)
			to.items.add(await smaller(file).catch(() => file));
		if (chosen.every((file, i) => input.files[i] === file))
			input.files = to.files;
		working = null;
	}
	input.shrinking = () => working;
	input.addEventListener("change", () => {
		working = all().catch(() => {});
	});
	input.form.addEventListener("submit", (event) => {
		if (!working)
			return;
		event.preventDefault();
		working.finally(() => {
			working = null;
			input.form.requestSubmit(event.submitter);
		});
	});
}

document.querySelectorAll("input[type=file][name=photo]").forEach(shrink);

// Words that begin as what is typed, offered by the browser's own list.
function suggest(input) {
	let timer = 0;
	let asked = "";

	async function ask() {
		const typed = input.value;

		if (typed === asked || typed.trim().length < 2)
			return;
		asked = typed;
		try {
			const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(typed));
			const words = answer.ok ? await answer.json() : [];

			if (input.value === typed)
				input.list.replaceChildren(...words.map((word) => new Option(word, word)));
		} catch {
			asked = "";
		}
	}
	input.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(ask, 120);
	});
}

document.querySelectorAll("form[data-carry]").forEach(carry);
document.querySelectorAll("input[data-suggest]").forEach(suggest);
document.querySelectorAll("textarea[maxlength][data-left]").forEach(countDown);
document.querySelectorAll("[data-print]").forEach((p) => {
	p.hidden = false;
	p.querySelector("button").addEventListener("click", () => window.print());
});
document.querySelectorAll("[data-live]").forEach(livePreview);
// What is asked about a topic: fetched when one is chosen, shown as answers ask
// for it. The focus stays where it is, and what was typed comes back with its
// topic.
function askMore(at) {
	const form = at.closest("form");
	const topic = form.elements.topic;
	const typed = new Map();
	// Staff write down what they were told: they read the advice, and go on.
	const stops = !topic || form.querySelector("[data-choose]") !== null;
	let stopped = null;

	const fields = () => [...at.querySelectorAll("[name^=q_]")];
	const isOn = (name, value) => fields().some((f) => f.name === name && f.value === value && f.checked && !f.closest(".question").hidden);

	function show() {
		stopped = null;
		for (const q of at.querySelectorAll(".question")) {
			const name = q.querySelector("[name]")?.name;

			q.hidden = Boolean(stopped) || Boolean(q.dataset.by && !isOn(q.dataset.by, q.dataset.value));
			q.querySelectorAll("[data-only]").forEach((p) => p.hidden = true);
			for (const advice of q.querySelectorAll("[data-stop]")) {
				advice.hidden = !isOn(name, advice.dataset.stop);
				if (stops && !advice.hidden && !stopped)
					stopped = advice;
			}
		}
	}
	function keep(of) {
		fields().forEach((f) => typed.set(of + " " + f.id, f.type === "radio" || f.type === "checkbox" ? f.checked : f.value));
	}
	function giveBack(of) {
		for (const f of fields()) {
			const was = typed.get(of + " " + f.id);

			if (typeof was === "boolean")
				f.checked = was;
			else if (was)
				f.value = was;
		}
	}
	async function ask() {
		const wanted = topic.value;
		const r = wanted ? await fetch(at.dataset.questions + "?topic=" + encodeURIComponent(wanted)).catch(() => null) : null;
		const found = r?.ok ? new DOMParser().parseFromString(await r.text(), "text/html").getElementById("asked") : null;

		if (topic.value !== wanted)
			return;
		keep(at.dataset.topic);
		at.dataset.topic = wanted;
		at.replaceChildren(...found?.children ?? []);
		giveBack(wanted);
		document.getElementById("questions-said").textContent = found?.dataset.said ?? "";
		show();
	}
	at.addEventListener("change", show);
	// The server says the same; here it is in sight already.
	form.addEventListener("submit", (event) => {
		if (topic && !stopped?.offsetParent)
			return;
		event.preventDefault();
		stopped?.focus();
	});
	show();
	if (!topic)
		return;
	at.dataset.topic = topic.value;
	form.querySelector("[data-choose]")?.remove();
	topic.addEventListener("change", ask);
}

document.querySelectorAll("[data-questions]").forEach(askMore);
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("form[method=post]").forEach(sendOnce);

// What a script puts in the place of something else gets its comforts, too.
window.kaikuBegin = (root) => {
	root.querySelectorAll("button[data-copy]").forEach(copier);
	root.querySelectorAll("form[method=post]").forEach(sendOnce);
};

// After a failed submission the list of what to correct comes first.
const errors = document.getElementById("errors");
if (errors)
	errors.focus();
