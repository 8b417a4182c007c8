/* When a fragment does not come: say so in [data-request-failed], or in [data-login-ended] where the
 * login is what is missing (401), and take it back when one comes. drafts.js knows which it is as well: its
 * events are "server-away", "login-ended" and "login-stands".
 */

const failed = document.querySelector("[data-request-failed]");
const ended = document.querySelector("[data-login-ended]");

function show(which) {
  for (const notice of [failed, ended]) if (notice) notice.hidden = notice !== which;
}

for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => show(event.detail?.xhr?.status === 401 ? ended : failed));
}
document.addEventListener("htmx:afterOnLoad", () => show());
document.addEventListener("server-away", () => show(failed));
document.addEventListener("login-ended", () => show(ended));
document.addEventListener("login-stands", () => show());
