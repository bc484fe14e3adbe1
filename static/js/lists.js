// Rows by keyboard, and filters whose address stays short.
document.documentElement.classList.toggle("has-htmx", Boolean(window.htmx));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open], [popover]")) return;
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...document.querySelectorAll(".rowlink")];
  const now = rows.indexOf(document.activeElement);
  // Arrows scroll as ever until a row has the focus.
  if (!rows.length || (now < 0 && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});

// On a phone the filters beside the search fold away.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".filters-toggle");
  if (toggle) toggle.ariaExpanded = String(toggle.closest(".filters").classList.toggle("is-open"));
});

document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("[data-filters]")) return;
  const given = event.detail.formData ?? event.detail.parameters;
  for (const [name, value] of [...given.entries()]) if (value === "") given.delete(name);
});

// A refusal is shown where the answer would have stood.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.selectOverride = "unset"; }
});
