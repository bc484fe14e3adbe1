// The search of the frame: what htmx found is chosen by arrow keys; without script the field just asks for the page.
const form = document.querySelector(".search");
const input = form?.querySelector("input");
const found = document.getElementById("found");

const options = () => [...found.querySelectorAll("[role=option]")];
const choose = (option) => {
  for (const one of options()) one.ariaSelected = String(one === option);
  if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  else input.removeAttribute("aria-activedescendant");
};
const open = (is) => {
  found.hidden = !is;
  input.ariaExpanded = String(is && options().length > 0);
  if (!is) choose(null);
};

if (form && found && window.htmx) {
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const now = all.findIndex((one) => one.ariaSelected === "true");
    if (event.key === "Escape" && !found.hidden) { event.preventDefault(); open(false); return; }
    if (event.key === "Enter" && !found.hidden && now >= 0) { event.preventDefault(); location.assign(all[now].href); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !all.length) return;
    event.preventDefault();
    if (found.hidden) open(true);
    // one past either end stands for the field itself
    const next = now + step;
    choose(now < 0 && step < 0 ? all.at(-1) : all[next] ?? null);
  });
  input.addEventListener("focus", () => open(found.childElementCount > 0));
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) open(false); });
  // The field keeps the focus while a hit is pressed.
  found.addEventListener("mousedown", (event) => event.preventDefault());
  found.addEventListener("htmx:afterSwap", () => open(found.childElementCount > 0 && document.activeElement === input));
}
