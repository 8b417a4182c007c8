/* 書きかけ: what is typed is kept on the server, never in the browser.
 *
 * form[data-draft-url]: changed fields are sent there 800 ms after the last key, when the page is hidden
 * and when it is left. POST, application/x-www-form-urlencoded; each changed name with all its values, an
 * emptied group as one empty value. Header X-CSRFToken from the form's own csrfmiddlewaretoken.
 * Any 2xx without a redirect means kept; everything else is tried again while the page stays open: by the
 * timer, when the window gets the focus, when the network is back.
 * X-Draft-Page and X-Draft-Opened (body[data-opened]) say which rendering saves: 409 means that the same
 * form was written on another page since this one was opened; data-elsewhere says so.
 * [data-draft-status] inside the form gets data-state and says data-saved, or why it is not kept:
 * data-away (nothing answers), data-expired (nobody is logged in), data-elsewhere, data-unsaved (the rest).
 * Before such a form leaves, body[data-session-url] is asked whether the login still stands (JSON
 * {"token"}); if it does not, the form stays with what was typed and says which it is. Whoever logs in
 * again in another tab goes on here: the fresh token is taken over.
 * form[data-draft-whole]: what it shows is kept nowhere yet, and is sent as soon as the page opens.
 * A text that was restored is gone on with at its end ([autofocus]).
 * [data-draft-skip] on a field: never sent. Passwords, files and fields whose name starts with _ never are.
 */

const PAUSE_MS = 800;
const RETRY_MS = [1000, 2000, 5000];
const ANSWER_MS = 10000;
const SLOW_MS = 2000;
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

/* Whether the login stands: {token}, or {trouble} "expired" (nobody is logged in) or "away" (no answer). */
async function login() {
  try {
    const options = { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) };
    const answer = await fetch(document.body.dataset.sessionUrl, options);
    if (answer.ok) return { token: (await answer.json()).token };
    return { trouble: answer.status >= 500 ? "away" : "expired" };
  } catch {
    return { trouble: "away" };
  }
}

const HEARD = { "": "login-stands", away: "server-away", expired: "login-ended" };

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.saved = "draftWhole" in form.dataset ? new Map() : values(form);
    this.timer = 0;
    this.failures = 0;
    this.sendingSince = 0;
    this.leaving = false;
    this.done = false;
    this.trouble = "";
    if ("draftWhole" in form.dataset) this.later(0);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    clearTimeout(this.timer);
    const now = values(this.form);
    const body = changes(this.saved, now);
    if (this.done || this.sendingSince || body.size === 0) return;
    this.sendingSince = Date.now();
    const kept = (await this.post(body.toString())) || (await this.again(body.toString()));
    this.sendingSince = 0;
    if (kept && this.failures) this.tell("");
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
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      this.trouble = answer.ok ? "" : answer.status === 409 ? "elsewhere" : "unsaved";
      return answer.ok;
    } catch {
      this.tell("away");
      return false;
    }
  }

  /* A second try with a fresh token; pointless where another page holds the draft or nobody answers. */
  async again(body) {
    const worthIt = this.trouble === "unsaved" && document.body.dataset.sessionUrl;
    return Boolean(worthIt) && (await this.renew()) && (await this.post(body));
  }

  /* True when somebody is logged in; the form then carries the token of now. */
  async renew() {
    const { token, trouble } = await login();
    if (token) this.form.elements.csrfmiddlewaretoken.value = token;
    this.tell(trouble ?? "");
    return Boolean(token);
  }

  tell(trouble) {
    this.trouble = trouble;
    document.dispatchEvent(new Event(HEARD[trouble]));
  }

  async leave(submitter) {
    this.leaving = await this.renew();
    if (this.leaving) {
      this.form.requestSubmit(submitter);
      return;
    }
    this.failures += 1;
    this.say(false);
    this.status?.scrollIntoView({ block: "nearest" });
    this.later(RETRY_MS[0]);
  }

  say(kept) {
    if (!this.status) return;
    const { dataset } = this.status;
    dataset.state = kept ? "saved" : "unsaved";
    this.status.textContent = kept ? `${dataset.saved} ${clock()}` : (dataset[this.trouble] ?? dataset.unsaved);
  }

  /* Unsaved after a try that failed, or in one that does not come to an end. */
  get lost() {
    const waiting = this.sendingSince > 0 && Date.now() - this.sendingSince > SLOW_MS;
    return !this.done && (this.failures > 0 || waiting) && changes(this.saved, values(this.form)).size > 0;
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
  root.querySelectorAll("form[data-draft-url] textarea[autofocus]").forEach(goToEnd);
}

function goToEnd(text) {
  text.setSelectionRange(text.value.length, text.value.length);
  text.scrollTop = text.scrollHeight;
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
document.addEventListener("visibilitychange", flush);
window.addEventListener("focus", flush);
window.addEventListener("pagehide", flush);
window.addEventListener("online", flush);
window.addEventListener("pageshow", () => drafts.forEach((draft) => (draft.done = draft.leaving = false)));
window.addEventListener("beforeunload", (event) => {
  if ([...drafts.values()].some((draft) => draft.lost)) event.preventDefault();
});
