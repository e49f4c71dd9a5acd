// Sorts and filters the table of all targets; without it the page is complete.
"use strict";
(() => {
  const table = document.getElementById("all");
  if (!table) return;
  const body = table.tBodies[0];
  const shown = document.getElementById("shown");
  const buttons = [...document.querySelectorAll("#controls button")];
  const judged = [...document.querySelectorAll("[data-status]")];

  const filter = () => {
    const wanted = new Set(
      buttons.filter((b) => b.dataset.show && b.ariaPressed === "true").map((b) => b.dataset.show),
    );
    for (const each of judged) each.hidden = wanted.size > 0 && !wanted.has(each.dataset.status);
    buttons[0].ariaPressed = String(wanted.size === 0);
    const rows = [...body.rows];
    const left = rows.filter((row) => !row.hidden).length;
    shown.textContent = shown.dataset.text
      .replace("{shown}", String(left))
      .replace("{all}", String(rows.length));
  };

  const press = (button) => {
    if (button.dataset.show) button.ariaPressed = String(button.ariaPressed !== "true");
    else for (const each of buttons) each.ariaPressed = "false";
    filter();
  };

  const compare = (key, one, other) => {
    const [a, b] = [one.dataset[key], other.dataset[key]];
    if (key === "name" || key === "title") return a.localeCompare(b, document.documentElement.lang);
    return Number(a) - Number(b);
  };

  const sort = (head) => {
    const key = head.dataset.sort;
    const way = head.ariaSort === "ascending" ? -1 : 1;
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.ariaSort = way > 0 ? "ascending" : "descending";
    const rows = [...body.rows];
    const [known, unknown] = [true, false].map((wanted) =>
      rows.filter((row) => (row.dataset[key] !== "") === wanted),
    );
    known.sort((one, other) => way * compare(key, one, other));
    body.append(...known, ...unknown);
  };

  for (const head of table.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  for (const button of buttons) button.addEventListener("click", () => press(button));
  document.getElementById("controls").hidden = false;
  document.getElementById("sorting").hidden = false;
  sort(table.querySelector("[data-first]") ?? table.querySelector("[data-sort]"));
  filter();
})();
