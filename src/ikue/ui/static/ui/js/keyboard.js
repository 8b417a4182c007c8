/* Keys for those who work here all day.
 *
 * [data-key="n"], [data-key="g h"], [data-key="/"]: a link or button is clicked, an input gets the focus.
 * [data-row]: a row of a list; j and k move between their first links (Enter then opens, as links do).
 * [data-help] dialog, [data-help-open] button (hidden without this file), [data-keys-toggle] inside.
 * .errors: a form that came back has the focus on its summary, not where typing began.
 * Ignored while typing, with Ctrl, Alt or Meta, and after the person switched single keys off; that
 * choice is the only thing kept in the browser.
 */

const SWITCH = "ikue-keys";
const WAIT_MS = 1200;
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const dialog = document.querySelector("[data-help]");
let prefix = "";
let timer = 0;

function off() {
  return localStorage.getItem(SWITCH) === "off";
}

function press(target) {
  if (target.matches(TYPING)) {
    target.focus();
    target.select();
  } else {
    target.click();
  }
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  const stop = row.matches("a, button") ? row : row.querySelector("a[href], button");
  stop?.focus();
}

function remember(key) {
  clearTimeout(timer);
  prefix = key;
  timer = setTimeout(() => (prefix = ""), WAIT_MS);
}

function act(event) {
  const keys = prefix ? `${prefix} ${event.key}` : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
  remember("");
  if (target) {
    event.preventDefault();
    press(target);
  } else if (keys === "j" || keys === "k") {
    event.preventDefault();
    move(keys === "j" ? 1 : -1);
  } else if (document.querySelector(`[data-key^="${CSS.escape(keys)} "]`)) {
    remember(keys);
  }
}

function help() {
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.(TYPING) || event.key.length !== 1 || event.defaultPrevented) return;
  if (off() || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && dialog) help();
  else act(event);
});

const opener = document.querySelector("[data-help-open]");
if (opener && dialog) {
  opener.hidden = false;
  opener.addEventListener("click", help);
}

const toggle = document.querySelector("[data-keys-toggle]");
if (toggle) {
  const show = () => (toggle.textContent = off() ? toggle.dataset.on : toggle.dataset.off);
  show();
  toggle.addEventListener("click", () => {
    if (off()) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "off");
    show();
  });
}

// A fragment in the address takes the focus away once the page is loaded; the summary takes it back.
const errors = document.querySelector(".errors");
errors?.focus();
if (errors && location.hash) addEventListener("load", () => setTimeout(() => errors.focus()), { once: true });
