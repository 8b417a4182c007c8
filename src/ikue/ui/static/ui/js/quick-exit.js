/* a[data-quick-exit]: leaves this page without a way back to it by the browser's back button. */

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quick-exit]");
  if (!link) return;
  event.preventDefault();
  document.body.hidden = true;
  location.replace(link.href);
});
