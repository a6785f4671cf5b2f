/**
 * What is looked for, and in which view.
 *
 * @param {readonly Row[]} rows
 * @param {() => void} onChange
 */
function makeControls(rows, onChange) {
  const text = make("input", {
    ...{ type: "search", id: "search", autocomplete: "off", spellcheck: "false" },
    placeholder: "name or id",
  });
  const permission = make(
    "select",
    { id: "permission" },
    make("option", { value: "" }, "any"),
    ...data.permissions.map(({ key, label }) => make("option", { value: key }, label)),
    ...unknownKeys(rows).map((key) => make("option", { value: key }, visible(key))),
  );
  const kinds = KINDS.map(({ kind, many }) => ({
    ...{ kind, many },
    box: make("input", { type: "checkbox", checked: true, id: `kind-${kind}` }),
  }));
  const changed = make("input", { type: "checkbox", id: "changed" });
  const views = ["person", "permission"].map((view, at) =>
    make("input", { type: "radio", name: "view", id: `view-${view}`, value: view, checked: at === 0 }),
  );
  const print = make("button", { type: "button", class: "plain" }, "Print");
  print.addEventListener("click", () => window.print());

  /** @param {HTMLElement} input @param {string} label */
  const labelled = (input, label) => make("label", { for: input.id }, input, " ", label);
  const [byPerson, byPermission] = views;
  const element = make(
    "div",
    { class: "controls", role: "search", "aria-label": "What is shown" },
    make("p", { class: "field" }, make("label", { for: "search" }, "Search"), text),
    make("p", { class: "field" }, make("label", { for: "permission" }, "Holds"), permission),
    make(
      "fieldset",
      {},
      make("legend", {}, "Show"),
      ...kinds.map(({ box, many, kind }) =>
        labelled(box, `${many} (${rows.filter((row) => row.kind === kind).length.toLocaleString("en")})`),
      ),
      ...(data.before !== undefined || data.portal !== undefined
        ? [labelled(changed, "Only differences")]
        : []),
    ),
    make(
      "fieldset",
      { class: "views" },
      make("legend", {}, "View"),
      ...(byPerson ? [labelled(byPerson, "By person")] : []),
      ...(byPermission ? [labelled(byPermission, "By permission")] : []),
    ),
    print,
  );
  element.addEventListener("input", onChange);
  return {
    element,
    /** @returns {Filter} */
    filter: () => ({
      text: text.value.trim().toLowerCase(),
      kinds: new Set(kinds.filter(({ box }) => box.checked).map(({ kind }) => kind)),
      permission: permission.value,
      changed: changed.checked,
    }),
    view: () => (byPermission?.checked === true ? "permission" : "person"),
    /** What is looked for in words, for paper. */
    words() {
      const hidden = kinds.filter(({ box }) => !box.checked).map(({ many }) => `no ${many}`);
      return [
        ...(text.value.trim() === "" ? [] : [`“${text.value.trim()}”`]),
        ...(permission.value === "" ? [] : [`holds ${permission.selectedOptions[0]?.text ?? ""}`]),
        ...hidden,
        ...(changed.checked ? ["only differences"] : []),
      ].join(", ");
    },
  };
}
