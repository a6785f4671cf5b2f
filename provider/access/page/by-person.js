/**
 * The matrix, one row a subject. Rows are made once; filtering only hides them, sorting only moves them.
 *
 * @param {readonly Row[]} rows
 * @param {((row: Row, key: string) => void) | undefined} flip changes a permission by hand; undefined where nothing can be
 */
function makeMatrix(rows, flip) {
  const columns = [
    ...data.permissions,
    ...unknownKeys(rows).map((key) => ({ key, label: visible(key), powerful: false })),
  ];
  /** @type {{ column: string, descending: boolean }} */
  let order = { column: "kind", descending: false };
  /** @type {Map<string, HTMLTableCellElement>} */
  const heads = new Map();

  /** @param {string} column @param {string} label @param {string} [className] */
  const head = (column, label, className) => {
    const button = make("button", { type: "button", class: "sort" }, make("span", {}, label));
    button.addEventListener("click", () => {
      order = { column, descending: order.column === column && !order.descending };
      sort();
    });
    const cell = make("th", { scope: "col", class: className }, button);
    heads.set(column, cell);
    return cell;
  };

  /** @param {Row} row */
  const makeRow = (row) =>
    make(
      "tr",
      { class: row.state, "data-id": row.id },
      make("th", { scope: "row" }, nameOf(row)),
      make("td", { class: "kind" }, KINDS[kindAt(row)]?.one ?? row.kind),
      ...columns.map(({ key, label, powerful }) =>
        make(
          "td",
          { class: `permission${powerful ? " powerful" : ""} ${markOf(row, key)}` },
          cellOf(row, key, label),
        ),
      ),
      make("td", { class: "count" }, row.state === "unreadable" ? "?" : String(countOf(row))),
    );
  /** @param {Row} row @param {string} key @param {string} label */
  const cellOf = (row, key, label) => {
    if (row.unreadable === true) return "?";
    if (flip === undefined || row.state === "removed") return markFor(markOf(row, key));
    const held = markOf(row, key) === "held" || markOf(row, key) === "gained";
    return makeSwitch(`${label} for ${visible(row.name)}`, held, () => flip(row, key));
  };

  const made = rows.map((row) => ({ row, element: makeRow(row) }));
  const body = make("tbody", {}, ...made.map(({ element }) => element));
  const sort = () => {
    const sign = order.descending ? -1 : 1;
    made.sort((one, other) => sign * byColumn(one.row, other.row, order.column));
    body.append(...made.map(({ element }) => element));
    for (const [column, cell] of heads) {
      if (column === order.column)
        cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  };
  const top = make(
    "tr",
    {},
    head("name", "Name"),
    head("kind", "Kind", "kind"),
    ...columns.map(({ key, label, powerful }) =>
      head(key, label, `permission${powerful ? " powerful" : ""}`),
    ),
    head("count", "Held", "count"),
  );
  const table = make(
    "table",
    { class: "matrix" },
    make(
      "caption",
      { class: "for-ears" },
      "Who may do what: one row a person, API token or SAML group; the headings sort",
    ),
    make("thead", {}, top),
    body,
  );
  sort();
  return {
    element: make("div", { class: "scroll", role: "region", "aria-label": "Matrix", tabindex: "0" }, table),
    /** Shows what belongs to the filter, and tells how many. @param {Filter} filter */
    show(filter) {
      let shown = 0;
      for (const { row, element } of made) {
        const isShown = matches(row, filter);
        if (element.hidden === isShown) element.hidden = !isShown;
        if (isShown) shown += 1;
      }
      return shown;
    },
  };
}
