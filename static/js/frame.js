// Keys, dialogs, menus, theme and toasts: what the browser does not yet do by itself.
document.documentElement.classList.add("has-js");

const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector(".search input");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("keys")?.showModal();
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog && !dialog.open) { event.preventDefault(); dialog.showModal(); }
    opener.closest("[popover]")?.hidePopover();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer && closer.closest("dialog")) return closer.closest("dialog").close();
  if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  event.target.closest(".toast-close")?.closest(".toast").remove();
});

// Browsers without anchor positioning put a popover in the corner; place it at its button.
if (!CSS.supports("position-area: block-end")) {
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (event.newState !== "open" || !menu.matches?.(".menu")) return;
    const button = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
    const top = button.bottom + menu.offsetHeight + 8 > innerHeight ? button.top - menu.offsetHeight - 8 : button.bottom;
    menu.style.top = `${Math.max(top, 8)}px`;
    menu.style.left = `${Math.max(8, Math.min(button.left, innerWidth - menu.offsetWidth - 8))}px`;
  }, true);
}

// The theme changes at once; the form still tells the server.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  const theme = event.submitter?.value;
  if (!theme) return;
  event.preventDefault();
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll('[data-theme-form] [name="theme"]')) button.ariaPressed = String(button.value === theme);
  const body = new FormData(event.target, event.submitter);
  fetch(event.target.action, { method: "POST", body, redirect: "manual" });
});

const toasts = document.getElementById("toasts");
const leave = (toast) => {
  if (toast.matches(".over")) return;
  let wait = toast.querySelector("form") ? 20000 : 8000;
  const tick = setInterval(() => {
    if (!toast.isConnected) return clearInterval(tick);
    if (toast.matches(":hover, :focus-within")) return;
    if ((wait -= 500) <= 0) { clearInterval(tick); toast.remove(); }
  }, 500);
};
// A live region speaks only of what changes after loading, so what came with the page is put in again.
const said = [...(toasts?.children ?? [])];
if (said.length) {
  toasts.replaceChildren();
  setTimeout(() => { toasts.append(...said); said.forEach(leave); }, 100);
}
document.body.addEventListener("toast", (event) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = event.detail.value;
  toasts.append(toast);
  leave(toast);
});

document.querySelector("main [data-focus]:not(.guide *)")?.focus();

// On a phone the first crumb is the way back.
const back = document.querySelector(".back");
const crumb = document.querySelector(".crumbs a");
if (back && crumb) { back.href = crumb.href; back.lastElementChild.textContent = crumb.textContent; }
