/* 書きかけ: what is typed is kept on the server, never in the browser.
 *
 * form[data-draft-url]: changed fields are sent there 800 ms after the last key, when the page is hidden
 * and when it is left. POST, application/x-www-form-urlencoded; each changed name with all its values, an
 * emptied group as one empty value. Header X-CSRFToken from the form's own csrfmiddlewaretoken.
 * Any 2xx without a redirect means kept; everything else is tried again while the page stays open.
 * X-Draft-Page and X-Draft-Opened (body[data-opened]) say which rendering saves: 409 means that the same
 * form was written on another page since this one was opened; data-elsewhere says so.
 * [data-draft-status] inside the form carries data-saved, data-unsaved and gets data-state.
 * Before such a form leaves, body[data-session-url] is asked whether the login still stands (JSON
 * {"token"}); if it does not, the form stays with what was typed and says data-expired. Whoever logs in
 * again in another tab goes on here: the fresh token is taken over.
 * [data-draft-skip] on a field: never sent. Passwords, files and fields whose name starts with _ never are.
 */

const PAUSE_MS = 800;
const RETRY_MS = [2000, 5000, 15000, 30000];
const KEEPALIVE_BYTES = 60000;
const PAGE = { "X-Draft-Page": crypto.randomUUID?.() ?? `${Math.random()}`, "X-Draft-Opened": document.body.dataset.opened ?? "" };

function values(form) {
  const found = new Map();
  for (const field of form.elements) {
    const kept = field.name && !field.name.startsWith("_") && !field.disabled;
    const apart = field.name === "csrfmiddlewaretoken" || "draftSkip" in field.dataset;
    if (!kept || apart || ["file", "password", "submit", "button", "reset"].includes(field.type)) continue;
    const list = found.get(field.name) ?? [];
    const silent = (field.type === "checkbox" || field.type === "radio") && !field.checked;
    if (field.type === "select-multiple") list.push(...[...field.selectedOptions].map((o) => o.value));
    else if (!silent) list.push(field.value);
    found.set(field.name, list);
  }
  return found;
}

function changes(before, now) {
  const body = new URLSearchParams();
  for (const [name, list] of now) {
    if (JSON.stringify(before.get(name)) === JSON.stringify(list)) continue;
    for (const value of list.length ? list : [""]) body.append(name, value);
  }
  return body;
}

function clock() {
  const parts = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" };
  return new Date().toLocaleTimeString("ja-JP", parts);
}

/* The present token, or null where nobody is logged in (or nothing answers). */
async function freshToken() {
  try {
    const answer = await fetch(document.body.dataset.sessionUrl, { redirect: "manual", cache: "no-store" });
    return answer.ok ? (await answer.json()).token : null;
  } catch {
    return null;
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.saved = values(form);
    this.timer = 0;
    this.failures = 0;
    this.sending = false;
    this.leaving = false;
    this.done = false;
    this.elsewhere = false;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    clearTimeout(this.timer);
    const now = values(this.form);
    const body = changes(this.saved, now);
    if (this.done || this.sending || body.size === 0) return;
    this.sending = true;
    const kept = (await this.post(body.toString())) || (await this.again(body.toString()));
    this.sending = false;
    if (kept) {
      this.saved = now;
      this.failures = 0;
    }
    this.say(kept);
    if (!kept) this.later(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
    else if (changes(this.saved, values(this.form)).size > 0) this.later(PAUSE_MS);
  }

  async post(body) {
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
          "X-CSRFToken": this.form.elements.csrfmiddlewaretoken?.value ?? "",
          ...PAGE,
        },
        keepalive: body.length < KEEPALIVE_BYTES,
        redirect: "manual",
        credentials: "same-origin",
      });
      this.elsewhere = answer.status === 409;
      return answer.ok;
    } catch {
      return false;
    }
  }

  /* A second try with a fresh token; pointless where another page holds the draft. */
  async again(body) {
    return !this.elsewhere && (await this.renew()) && (await this.post(body));
  }

  /* True when somebody is logged in; the form then carries the token of now. */
  async renew() {
    const token = await freshToken();
    if (token) this.form.elements.csrfmiddlewaretoken.value = token;
    document.dispatchEvent(new Event(token ? "login-stands" : "login-ended"));
    return Boolean(token);
  }

  async leave(submitter) {
    this.leaving = await this.renew();
    if (this.leaving) this.form.requestSubmit(submitter);
    else this.expired();
  }

  expired() {
    this.failures += 1;
    if (!this.status) return;
    this.status.dataset.state = "unsaved";
    this.status.textContent = this.status.dataset.expired;
    this.status.scrollIntoView({ block: "nearest" });
  }

  say(kept) {
    if (!this.status) return;
    this.status.dataset.state = kept ? "saved" : "unsaved";
    const { saved, unsaved, elsewhere } = this.status.dataset;
    const trouble = this.elsewhere ? elsewhere : unsaved;
    this.status.textContent = kept ? `${saved} ${clock()}` : trouble;
  }

  get lost() {
    return !this.done && this.failures > 0 && changes(this.saved, values(this.form)).size > 0;
  }
}

const drafts = new Map();

function draftOf(target) {
  const form = target.form ?? target.closest?.("form");
  return form && form.matches("[data-draft-url]") ? adopt(form) : undefined;
}

function adopt(form) {
  if (!drafts.has(form)) drafts.set(form, new Draft(form));
  return drafts.get(form);
}

function adoptAll(root) {
  root.querySelectorAll("form[data-draft-url]").forEach(adopt);
}

function flush() {
  drafts.forEach((draft) => draft.send());
}

adoptAll(document);
document.addEventListener("htmx:load", (event) => adoptAll(event.detail.elt));
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => draftOf(event.target)?.later(PAUSE_MS));
}
// In the capture phase: nobody else hears of a submit that does not leave.
document.addEventListener(
  "submit",
  (event) => {
    const draft = drafts.get(event.target);
    if (!draft) return;
    if (draft.leaving || !document.body.dataset.sessionUrl) {
      draft.done = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    draft.leave(event.submitter);
  },
  true,
);
document.addEventListener("visibilitychange", () => document.hidden && flush());
window.addEventListener("pagehide", flush);
window.addEventListener("online", flush);
window.addEventListener("pageshow", () => drafts.forEach((draft) => (draft.done = draft.leaving = false)));
window.addEventListener("beforeunload", (event) => {
  if ([...drafts.values()].some((draft) => draft.lost)) event.preventDefault();
});
