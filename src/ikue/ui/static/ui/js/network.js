/* When a fragment does not come: say so in [data-request-failed], and take it back when one comes. */

const notice = document.querySelector("[data-request-failed]");

function show(failed) {
  if (notice) notice.hidden = !failed;
}

for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => show(true));
}
document.addEventListener("htmx:afterOnLoad", () => show(false));
