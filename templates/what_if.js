/* The panel of report.html in which a reader tries other assumptions. It reads nothing and sends nothing; what follows
   from them is computed by the formulas of the report, which stand below as `follow`. */
const whatIf = (follow) => {
  const panel = document.getElementById("what-if"), all = (names) => [...panel.querySelectorAll(names)];
  const boxes = all("input[type=number]"), results = all("output[data-key]");
  const command = panel.querySelector("code"), copy = panel.querySelector("button[data-done]");
  const numbers = (options) => {
    try { return new Intl.NumberFormat(document.documentElement.lang, options); }
    catch { return new Intl.NumberFormat(undefined, options); }
  };
  const large = numbers({ maximumFractionDigits: 0 }), small = numbers({ maximumSignificantDigits: 4 });
  const text = (value) => (Math.abs(value) >= 1000 ? large : small).format(value).replace("-", "\u2212");
  const slider = (box) => document.getElementById(box.id + "-slider");

  const show = () => {
    const wrong = boxes.filter((box) => !box.validity.valid || box.value === "");
    const figures = follow(Object.fromEntries(boxes.map((box) => [box.dataset.key, Number(box.value)])));
    for (const box of boxes) box.setAttribute("aria-invalid", wrong.includes(box));
    for (const result of results) {
      const value = figures[result.dataset.key], known = !wrong.length && Number.isFinite(value);
      result.textContent = known ? text(value) : "–";
      result.dataset.value = known ? value : "";
      const was = Number(result.dataset.was), most = 1.05 * Math.max(Math.abs(was), known ? Math.abs(value) : 0);
      for (const bar of panel.querySelectorAll(`[data-bar="${result.dataset.key}"]`)) {
        const end = bar.className === "was" ? was : known ? value : 0;
        bar.style.left = 50 + 50 * Math.min(0, most ? end / most : 0) + "%";
        bar.style.width = 50 * Math.abs(most ? end / most : 0) + "%";
        bar.dataset.tone = end < 0 ? "spent" : "avoided";
      }
    }
    const changed = boxes.filter((box) => Number(box.value) !== Number(box.defaultValue) && !wrong.includes(box));
    command.textContent = changed.map((box) => `--set ${box.dataset.key}=${box.value}`).join(" ");
    copy.disabled = !changed.length;
    copy.textContent = copy.value;
  };

  for (const box of boxes) {
    box.addEventListener("input", () => { slider(box).value = box.value; show(); });
    slider(box).addEventListener("input", () => { box.value = Number(Number(slider(box).value).toPrecision(4)); show(); });
  }
  copy.addEventListener("click", async () => {
    getSelection().selectAllChildren(command);
    try { await navigator.clipboard.writeText(command.textContent); }
    catch { document.execCommand("copy"); }
    copy.textContent = copy.dataset.done;
  });
  const reset = () => {
    for (const box of boxes) { box.value = box.defaultValue; slider(box).value = box.value; }
    show();
  };
  panel.querySelector("button[data-reset]").addEventListener("click", reset);
  for (const result of all("data[value]")) result.textContent = text(Number(result.value));
  panel.hidden = false;
  reset(); // a browser that comes back to a page keeps what was typed
};
