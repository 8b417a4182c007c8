/* One click copies a text.
 *
 * button[data-copy="id"] (hidden without this file) copies the element with that id; the
 * [data-copy-status] beside it carries data-done and data-failed and says which it was.
 */

function select(source) {
  if (source.select) {
    source.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    return true;
  } catch {
    // Without HTTPS (a plain address in the closed network) there is no clipboard object.
    select(source);
    return document.execCommand("copy");
  }
}

function show(root) {
  root.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
}

show(document);
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const done = await copy(document.getElementById(button.dataset.copy));
  const status = button.parentElement.querySelector("[data-copy-status]");
  if (status) status.textContent = done ? status.dataset.done : status.dataset.failed;
});
