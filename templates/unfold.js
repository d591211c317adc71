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

  /* A formula as it stands, of several that share it that one, with its procedure's steps where another's text has them;
     of an input its name and value, then what its table says of it, and its sources. */
  const told = (origin) => {
    const formula = origin.closest("dl");
    if (formula) {
      const { ends, by, steps } = origin.dataset;
      const before = by && !steps && document.querySelector(`[data-by="${by}"][data-steps]`)?.dataset.steps;
      const parts = [...copied(formula), ...(origin === formula ? [] : [part("dd", ...copied(origin))])];
      return [...parts, ...[before, ends].filter(Boolean).map((it) => part("dd", it))];
    }
    const row = origin.closest("tr"), table = row.closest("table"), group = row.closest(".grp")?.rows[0];
    const said = origin === row ? row.cells[1] : origin, { basis, label, sources = "", l } = origin.dataset;
    const name = table.matches(".t-inputs-compact") ? said.previousElementSibling : row.cells[0];
    const about = table.matches(".t-inputs") ? [...row.cells].slice(2) : group && !basis ? [group] : [];
    const texts = [...about.map((it) => it.textContent.trim()), basis].filter(Boolean).join(" · ");
    const cited = [...document.querySelectorAll("tr.source")].filter((it) => sources.split(" ").includes(number(it)));
    const named = [part(label ? "dd" : "dt", ...copied(name))];
    if (label) {
      named[0].className = "key";
      named.unshift(part("dt", label));
    }
    const given = [...named, part("dd", basis && l ? `${l} ` : "", ...copied(said))];
    return [...given, ...[texts, ...cited.map(source)].filter(Boolean).map((it) => part("dd", it))];
  };

  const number = (row) => row.cells[0].textContent.trim();
  const source = (row) => {
    const texts = [...row.cells].slice(1).map((it) => it.textContent.trim());
    return `[${number(row)}] ${texts.filter(Boolean).join(", ")}`;
  };

  const panel = (link, place) => {
    const keys = (link.dataset.of ?? link.getAttribute("href").slice(4)).split(" ");
    const lists = keys.map((key) => part("dl", ...told(document.getElementById(`of-${key}`))));
    for (const list of lists) list.className = "f";
    const wrapped = place.matches("tr") ? [part("td", ...lists)] : lists;
    if (wrapped !== lists) wrapped[0].colSpan = place.cells.length;
    const made = part(place.matches("tr, dd, li") ? place.localName : "div", ...wrapped);
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
    const place = link.closest("dd, tr, li, p, h2, .facts, .note, .rail, dl, figure, .strip, .second");
    link.unfolded = panel(link, place);
    /* behind what is open there already, and behind the axis that belongs to the row */
    let last = place;
    while (last.nextElementSibling?.matches(".unfolded, .axis")) last = last.nextElementSibling;
    last.after(link.unfolded);
  });
}
