/**
 * An element with its attributes and children. Foreign texts come as texts, never as HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | undefined>} [attributes] `true` sets an empty one, `false` and `undefined` none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children);
  return element;
}

const SIGNS = { held: "✓", gained: "+", lost: "−", none: "" };
const WORDS = { held: "yes", gained: "yes, gained", lost: "no, lost", none: "" };

/** What a cell shows of a permission, by sign and for ears. @param {Mark} mark */
function markFor(mark) {
  if (mark === "none") return "";
  return make("span", { class: `mark ${mark}`, role: "img", "aria-label": WORDS[mark] }, SIGNS[mark]);
}

/** Who it is, with what else is to be known. @param {Row} row */
function nameOf(row) {
  const badges = [
    ...(row.owner === true ? ["owner"] : []),
    ...(row.status !== undefined && row.status !== "active" ? [row.status] : []),
    ...(STATES[row.state] === "" ? [] : [STATES[row.state]]),
  ];
  return make(
    "span",
    { class: "who" },
    make("bdi", { class: "name" }, visible(row.name)),
    ...badges.flatMap((badge) => [" ", make("span", { class: `badge ${badge}` }, badge)]),
    ...(row.escalates ? [" ", make("span", { class: "badge escalates" }, "escalation")] : []),
  );
}

/** A button that switches something; its name says what and whose. @param {string} label @param {boolean} on @param {() => void} flip */
function makeSwitch(label, on, flip) {
  const button = make("button", {
    ...{ type: "button", role: "switch", class: "switch" },
    "aria-checked": String(on),
    "aria-label": label,
    title: label,
  });
  button.addEventListener("click", flip);
  return button;
}
