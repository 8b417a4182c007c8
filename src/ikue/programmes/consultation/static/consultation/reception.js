/* 相談受付: a further row for the household, and ticks proposed from the caller's words.
 *
 * [data-more-rows] button (hidden without this file): copies the last [data-member] row, emptied.
 * button[data-tick="value"]: ticks the issue of that value and goes away; nothing is ticked by itself.
 * button[data-today="reason"]: chooses 今日中, and says why where nothing is written yet.
 */

const MOST_ROWS = 20;
const rows = document.querySelector("[data-rows]");
const more = document.querySelector("[data-more-rows]");

function renumber(element, from, to) {
  for (const name of ["id", "name", "for"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replace(`m${from}-`, `m${to}-`));
  }
}

function addRow() {
  const last = rows.lastElementChild;
  const number = rows.children.length;
  const row = last.cloneNode(true);
  for (const element of row.querySelectorAll("[id], [name], [for]")) renumber(element, number - 1, number);
  for (const label of row.querySelectorAll("label")) {
    label.textContent = label.textContent.replace(/\d+人目/, `${number + 1}人目`);
  }
  for (const field of row.querySelectorAll("input, select")) {
    if (field.type === "checkbox") field.checked = field.name.endsWith("lives_there");
    else field.value = field.name.endsWith("sex") ? "unknown" : "";
  }
  row.querySelectorAll(".field__error").forEach((error) => error.remove());
  rows.append(row);
  more.hidden = rows.children.length >= MOST_ROWS;
  row.querySelector("select").focus();
}

function showTicks(root) {
  root.querySelectorAll("[data-tick], [data-today]").forEach((button) => (button.hidden = false));
}

if (rows && more) {
  more.hidden = rows.children.length >= MOST_ROWS;
  more.addEventListener("click", addRow);
}

document.querySelectorAll("[data-with-script]").forEach((element) => (element.hidden = false));
showTicks(document);
for (const kind of ["htmx:load", "htmx:oobAfterSwap"]) {
  document.addEventListener(kind, (event) => showTicks(event.detail.elt ?? event.detail.target));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick]");
  if (!button) return;
  const box = document.querySelector(`input[name="issues"][value="${CSS.escape(button.dataset.tick)}"]`);
  if (!box) return;
  const folded = box.closest("details");
  if (folded) folded.open = true;
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  button.replaceWith("印を付けました");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-today]");
  if (!button) return;
  const today = document.querySelector('input[name="urgency"][value="today"]');
  const reason = document.querySelector('input[name="urgency_reason"]');
  today.checked = true;
  reason.value ||= button.dataset.today;
  today.dispatchEvent(new Event("change", { bubbles: true }));
  reason.focus();
  button.closest(".notice").remove();
});
