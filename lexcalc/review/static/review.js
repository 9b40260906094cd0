// The keyboard of the review page. Every action is a link or a button of the page, so all works without this file.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("review");
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, dialog[open]") !== null;

let sending = false;
const fields = form ? [...form.elements].filter((each) => each.name && each.type !== "submit") : [];
const state = () => JSON.stringify(fields.map((each) => (each.type === "checkbox" ? each.checked : each.value)));
const loaded = state();

const focus = (element) => {
  if (!element) return;
  element.focus();
  if (element.select) element.select();
};

const actions = {
  j: () => byId("next")?.click(),
  k: () => byId("prev")?.click(),
  l: () => byId("list")?.click(),
  f: () => focus(document.querySelector("[data-fact]")),
  n: () => focus(byId("note")),
  "/": () => focus(byId("search")),
  "?": () => byId("help").showModal(),
  Enter: () => byId("recompute")?.click(),
};
for (const button of document.querySelectorAll("button[data-key]")) {
  actions[button.dataset.key] = () => button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) {
    event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.matches("textarea[data-fact]")) {
    event.preventDefault(); // a list of entries is one line
    actions.Enter();
    return;
  }
  if (typing(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
  if (action) {
    event.preventDefault();
    action();
  }
});

byId("help-button")?.addEventListener("click", () => byId("help").showModal());

if (form) {
  form.addEventListener("submit", (event) => {
    if (sending) event.preventDefault(); // a second stroke of the key must not sign the next case
    sending = true;
  });
  // What was typed and neither signed nor recomputed since would be lost: the browser asks first.
  window.addEventListener("beforeunload", (event) => {
    if (!sending && (state() !== loaded || form.dataset.sent !== undefined)) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { sending = false; });
}
byId("problem")?.scrollIntoView({ block: "center" });
