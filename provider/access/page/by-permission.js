/**
 * One section a permission, with who holds it. Entries are made once; filtering only hides them.
 *
 * @param {readonly Row[]} rows
 */
function makeSections(rows) {
  const columns = [
    ...data.permissions,
    ...unknownKeys(rows).map((key) => ({ key, label: visible(key), powerful: false })),
  ];
  const sorted = [...rows].sort((one, other) => byColumn(one, other, "kind"));
  const sections = columns.map(({ key, label, powerful }) => {
    const entries = sorted
      .filter((row) => markOf(row, key) !== "none")
      .map((row) => {
        const mark = markOf(row, key);
        const kind = make("span", { class: "kind" }, KINDS[kindAt(row)]?.one ?? row.kind);
        return {
          row,
          mark,
          element: make("li", { class: mark }, markFor(mark), " ", nameOf(row), " ", kind),
        };
      });
    const count = make("span", { class: "count" });
    const nobody = make("p", { class: "nobody" }, "Nobody.");
    const list = make("ul", {}, ...entries.map(({ element }) => element));
    const heading = make("h2", {}, label, " ", count);
    const element = make(
      "section",
      { class: powerful ? "powerful" : undefined, "aria-label": label, tabindex: "0" }, // a long one is scrolled by keys
      heading,
      nobody,
      list,
    );
    return { entries, count, nobody, element, key };
  });
  return {
    element: make("div", { class: "sections" }, ...sections.map(({ element }) => element)),
    /** Shows what belongs to the filter, and tells how many different ones. @param {Filter} filter */
    show(filter) {
      const anywhere = new Set();
      for (const { entries, count, nobody, element, key } of sections) {
        element.hidden = filter.permission !== "" && filter.permission !== key;
        let held = 0;
        let shown = 0;
        for (const { row, mark, element: entry } of entries) {
          const isShown = matches(row, filter);
          if (entry.hidden === isShown) entry.hidden = !isShown;
          if (!isShown) continue;
          shown += 1;
          if (mark !== "lost") held += 1;
          if (!element.hidden) anywhere.add(row);
        }
        count.textContent = held.toLocaleString("en");
        nobody.hidden = shown > 0;
      }
      return anywhere.size;
    },
  };
}
