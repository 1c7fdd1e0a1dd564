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
		if (sent)
			event.preventDefault();
		sent = true;
	});
	window.addEventListener("pageshow", () => {
		sent = false;
	});
}

document.querySelectorAll("textarea[maxlength][data-left]").forEach(countDown);
document.querySelectorAll("[data-live]").forEach(livePreview);
document.querySelectorAll("form[method=post]").forEach(sendOnce);

// After a failed submission the list of what to correct comes first.
const errors = document.getElementById("errors");
if (errors)
	errors.focus();
