/* Enter goes to the next field, it does not send: after a kana conversion one presses it without a thought.
 *
 * form[data-enter-next]: Enter in a field of one line moves the focus to the next field or button of the
 * form; Ctrl+Enter anywhere in it sends, as its button[data-main] does. A textarea keeps its line breaks.
 */

const SAFARI_COMPOSING = 229;
const STOPS = "input:not([type=hidden]), select, textarea, summary, button:not([tabindex])";

function next(field, form) {
  const stops = [...form.querySelectorAll(STOPS)].filter((one) => one.offsetParent && !one.disabled);
  const after = stops.slice(stops.indexOf(field) + 1);
  return after.find((one) => one.type !== "radio" || one.name !== field.name);
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-enter-next]");
  if (!form || event.key !== "Enter" || event.isComposing || event.keyCode === SAFARI_COMPOSING) return;
  if (event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[data-main]"));
  } else if (event.target.matches("input")) {
    event.preventDefault();
    next(event.target, form)?.focus();
  }
});
