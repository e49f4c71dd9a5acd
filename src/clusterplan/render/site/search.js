// Finds plans and targets by name. The index is a script, loaded when somebody begins to search:
// what a page that lies in a folder fetches, browsers refuse.
"use strict";
(() => {
  const MOST = 50;
  const box = document.getElementById("search");
  const query = document.getElementById("query");
  const hits = document.getElementById("hits");
  const results = document.getElementById("results");
  let entries = null;

  // The names of all plans stand once; of a plan come its title, its folder, and what it holds.
  const unfold = ({ names, plans }) =>
    plans.flatMap(([title, folder, items]) => [
      { name: title, plan: "", href: `${folder}/index.html`, text: title.toLowerCase() },
      ...items.map(([name, file]) => ({
        name: names[name],
        plan: title,
        href: `${folder}/${file}`,
        text: `${names[name]} ${title}`.toLowerCase(),
      })),
    ]);

  const item = ({ name, plan, href }) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = name;
    line.append(link);
    if (plan) {
      const where = document.createElement("span");
      where.className = "quiet";
      where.textContent = ` ${plan}`;
      line.append(where);
    }
    return line;
  };

  const search = () => {
    if (!entries) return;
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length
      ? entries.filter(({ text }) => words.every((word) => text.includes(word)))
      : [];
    results.replaceChildren(...found.slice(0, MOST).map(item));
    const told = found.length > MOST ? box.dataset.first : box.dataset.found;
    hits.textContent = words.length
      ? told.replace("{count}", String(found.length)).replace("{shown}", String(MOST))
      : "";
  };

  const load = () => {
    const script = document.createElement("script");
    script.src = box.dataset.index;
    script.addEventListener("load", () => {
      entries = unfold(globalThis.clusterplanNames);
      search();
    });
    document.head.append(script);
  };

  query.addEventListener("focus", load, { once: true });
  query.addEventListener("input", search);
  box.hidden = false;
})();
