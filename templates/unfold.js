/* Behind each number of report.html that is a link: a click opens below it what the number follows from, as the page says
   it further down, and the numbers in that open the same way. Without this script the links lead there. */
{
  const part = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };

  /* The nodes of an element, without the places that links lead to and without what was unfolded in it. */
  const copied = (element) => {
    const copy = element.cloneNode(true);
    for (const found of copy.querySelectorAll(".unfolded, .instance")) found.remove();
    for (const found of copy.querySelectorAll("[aria-expanded]")) found.removeAttribute("aria-expanded");
    return [...copy.childNodes];
  };

  /* A formula as it stands, of several that share it that one; of an input its name and value, then what its table says
     of it, and its sources. */
  const told = (origin) => {
    const formula = origin.closest("dl");
    if (formula) return [...copied(formula), ...(origin === formula ? [] : [part("dd", ...copied(origin))])];
    const row = origin.closest("tr"), table = row.closest("table"), group = row.closest(".grp")?.rows[0];
    const said = origin === row ? row.cells[1] : origin;
    const name = table.matches(".t-inputs-compact") ? said.previousElementSibling : row.cells[0];
    const about = table.matches(".t-inputs") ? [...row.cells].slice(2) : group ? [group] : [];
    const texts = [name, ...about].map((it) => it.textContent.trim()).concat(origin.dataset.basis ?? []);
    const cited = texts.join(" ").match(/\[[0-9, ]+\]/g)?.join(" ").match(/[0-9]+/g) ?? [];
    const sources = [...document.querySelectorAll("tr.source")].filter((it) => cited.includes(it.cells[0].textContent));
    const remarks = [...texts.slice(1).filter(Boolean), ...sources.map(cells)];
    const column = origin.dataset.basis ? `${origin.dataset.l ?? ""} ` : "";
    const given = [part("dt", ...copied(name)), part("dd", column, ...copied(said))];
    return [...given, ...remarks.map((it) => part("dd", it))];
  };

  const cells = (row) => {
    const [number, ...texts] = [...row.cells].map((it) => it.textContent.trim());
    return `[${number}] ${texts.filter(Boolean).join(", ")}`;
  };

  const panel = (origin, place) => {
    const list = part("dl", ...told(origin));
    list.className = "f";
    const wrapped = place.matches("tr") ? part("td", list) : list;
    if (wrapped !== list) wrapped.colSpan = place.cells.length;
    const made = part(place.matches("tr") ? "tr" : place.matches("dd") ? "dd" : "div", wrapped);
    made.className = "unfolded";
    return made;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.of");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const open = link.getAttribute("aria-expanded") === "true";
    link.setAttribute("aria-expanded", !open);
    if (open) return link.unfolded.remove();
    const place = link.closest("dd, tr, li, p, .facts, dl");
    link.unfolded = panel(document.getElementById(link.hash.slice(1)), place);
    place.after(link.unfolded);
  });
}
