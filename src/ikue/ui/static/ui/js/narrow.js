/* A long list of boxes, narrowed by typing. Without script the whole list stands there under its headings.
 *
 * [data-narrow="label"] holds fieldsets of label.field__check. What is ticked stays in sight, whatever is typed:
 * nothing is sent that one does not see.
 */

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

function narrow(list, typed) {
  const wanted = plain(typed);
  for (const group of list.querySelectorAll("fieldset")) {
    const heading = plain(group.querySelector("legend").textContent);
    let shown = 0;
    for (const line of group.querySelectorAll("label")) {
      const fits = plain(line.textContent).includes(wanted) || heading.includes(wanted);
      line.hidden = !fits && !line.querySelector("input").checked;
      shown += line.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
  }
  list.querySelector("[role=status]").textContent = list.querySelector("label.field__check:not([hidden])")
    ? ""
    : "その名前の窓口・機関はありません。";
}

for (const list of document.querySelectorAll("[data-narrow]")) {
  const box = document.createElement("label");
  const field = document.createElement("input");
  const status = document.createElement("p");
  box.className = "narrow";
  box.textContent = list.dataset.narrow;
  field.type = "search";
  field.autocomplete = "off";
  status.setAttribute("role", "status");
  box.append(field);
  list.prepend(box, status);
  field.addEventListener("input", () => narrow(list, field.value));
  field.addEventListener("keydown", (event) => {
    // Enter looks for nothing more: it would send the form.
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
}
