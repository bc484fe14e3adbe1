// Ticking rows of a review: all at once, a count that is said aloud, and x for the row in focus.
const form = document.querySelector("[data-review]");

if (form) {
  const items = [...form.querySelectorAll("[data-item]")];
  const all = form.querySelector("[data-all]");
  const count = form.querySelector("[data-count]");

  const tell = () => {
    const n = items.filter((item) => item.checked).length;
    all.checked = n === items.length;
    all.indeterminate = n > 0 && n < items.length;
    count.textContent = n ? count.dataset.some.replace("%n", n) : count.dataset.none;
  };

  all.addEventListener("change", () => {
    for (const item of items) item.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open], [popover]")) return;
    const now = items.indexOf(document.activeElement);
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = items[Math.min(Math.max(now + step, 0), items.length - 1)];
      next.focus();
      next.scrollIntoView({ block: "center" });
    } else if (event.key === "x" && now >= 0) {
      event.preventDefault();
      items[now].click();
    }
  });
  tell();
}
