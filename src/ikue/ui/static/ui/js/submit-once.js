/* A second click while the first is under way does nothing; the server is the truth (the form's _key).
 *
 * Every form, except form[method=dialog] and form[data-submit-again].
 */

const busy = new WeakSet();

function mark(form, on) {
  if (on) busy.add(form);
  else busy.delete(form);
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function counts(form) {
  return form.method !== "dialog" && !("submitAgain" in form.dataset);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!counts(form)) return;
  if (busy.has(form)) event.preventDefault();
  else if (!event.defaultPrevented) mark(form, true);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) mark(form, false);
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[aria-busy]").forEach((form) => mark(form, false));
});
