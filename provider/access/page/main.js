/** What stands above the matrix. @param {readonly Row[]} rows */
function makeHeader(rows) {
  const now = rows.filter(({ state }) => state !== "removed");
  const counts = KINDS.map((words) => counted(now.filter(({ kind }) => kind === words.kind).length, words));
  const administrators = KINDS.flatMap((words) => {
    const held = now.filter(
      ({ kind, permissions }) => kind === words.kind && permissions.includes("user_and_api_management"),
    );
    return held.length === 0 ? [] : [counted(held.length, words)];
  });
  const facts = [
    ...(data.tenant === undefined ? [] : [["Tenant", data.tenant]]),
    ["From", data.source],
    ...(data.before === undefined ? [] : [["Compared to", data.before]]),
    ["As of", `${data.takenAt.slice(0, 16).replace("T", " ")} UTC`],
    ["Holds", counts.join(", ")],
    ["Administrators", administrators.join(", ") || "none"],
  ];
  return make(
    "div",
    {},
    make("h1", {}, "Who may do what"),
    make(
      "dl",
      {},
      ...facts.map(([term = "", value = ""]) =>
        make("div", {}, make("dt", {}, term), make("dd", {}, make("bdi", {}, visible(value)))),
      ),
    ),
  );
}

/** What a reader has to see first. @param {readonly Row[]} rows */
function makeAlerts(rows) {
  const escalating = rows.filter(({ escalates }) => escalates);
  const powerful = data.permissions.filter((permission) => permission.powerful);
  const lines = escalating.map((row) => {
    const gained = powerful.filter(({ key }) => row.gained.includes(key)).map(({ label }) => label);
    return make("li", {}, make("bdi", {}, visible(row.name)), ` gains ${gained.join(" and ")}`);
  });
  return [
    ...data.notes.map((note) => make("p", { class: "note", role: "note" }, visible(note))),
    ...(lines.length === 0
      ? []
      : [
          make(
            "section",
            { class: "alert", "aria-labelledby": "escalations" },
            make("h2", { id: "escalations" }, `Escalations: ${lines.length}`),
            make("ul", {}, ...lines),
          ),
        ]),
  ];
}

/** A row held against the one that the page was opened with. @param {Row} row @param {Row | undefined} opened @returns {Row} */
function sinceOpened(row, opened) {
  const held = [...row.permissions, ...row.unknown];
  const had = opened === undefined ? [] : [...opened.permissions, ...opened.unknown];
  const gained = held.filter((key) => !had.some((old) => old === key));
  const lost = had.filter((key) => !held.some((now) => now === key));
  const escalates = data.permissions.some(
    ({ key, powerful }) => powerful && gained.some((one) => one === key),
  );
  const changed = gained.length + lost.length > 0 ? "changed" : "same";
  return { ...row, gained, lost, escalates, state: opened === undefined ? "added" : changed };
}

/** @param {string} portal where the page asks for changes */
function openPortal(portal) {
  const identity = (/** @type {Row} */ row) => `${row.kind} ${row.id ?? row.name}`;
  const opened = new Map(data.rows.map((row) => [identity(row), row]));
  /** @param {string} path @param {object} [body] @returns {Promise<any>} */
  const ask = async (path, body) => {
    const reply = await fetch(`${portal}/${path}`, body && { method: "POST", body: JSON.stringify(body) });
    const answer = await reply.json();
    if (!reply.ok) throw new Error(answer.error);
    return answer;
  };
  const current = async () => /** @type {Data} */ (await ask("access")).rows;
  return {
    async rows() {
      const rows = await current();
      const ids = new Set(rows.map(identity));
      const gone = [...opened].flatMap(([id, row]) => (ids.has(id) ? [] : [row]));
      return [
        ...rows.map((row) => sinceOpened(row, opened.get(identity(row)))),
        ...gone.map((row) => {
          const lost = [...row.permissions, ...row.unknown];
          return /** @type {Row} */ ({ ...row, state: "removed", lost, permissions: [], unknown: [] });
        }),
      ];
    },
    /** Switches a permission of what the tenant holds now. @param {Row} shown @param {string} key */
    async flip(shown, key) {
      const row = (await current()).find((one) => identity(one) === identity(shown));
      const held = [...(row ?? shown).permissions, ...(row ?? shown).unknown];
      const permissions = held.some((one) => one === key)
        ? held.filter((one) => one !== key)
        : [...held, key];
      if (shown.kind === "user") await ask("portal/setUserPermissions", { email: shown.name, permissions });
      else if (shown.kind === "token")
        await ask("portal/setTokenPermissions", { token: shown.id, permissions });
      else await ask("portal/setMappingPermissions", { group: shown.name, permissions });
    },
  };
}

/** Shows the page. */
function main() {
  const page = document.getElementById("page");
  if (page === null) return;
  const portal = data.portal === undefined ? undefined : openPortal(data.portal);
  const status = make("p", { class: "shown", role: "status" });
  const top = make("header");
  const view = make("main");
  let rows = data.rows;
  /** @type {Partial<Record<string, ReturnType<typeof makeMatrix> | ReturnType<typeof makeSections>>>} */
  let views = {};

  const show = () => {
    const wanted = controls.view();
    const shownView = (views[wanted] ??= wanted === "person" ? makeMatrix(rows, flip) : makeSections(rows));
    const shown = shownView.show(controls.filter());
    if (shownView.element.parentElement === null) view.replaceChildren(shownView.element);
    const words = controls.words();
    status.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")}${words && `: ${words}`}`;
  };
  const controls = makeControls(rows, show);
  const complain = (/** @type {unknown} */ error) => {
    const said = error instanceof Error ? error.message : String(error);
    status.textContent = `The sandbox didn’t do it: ${said}`;
  };
  const refresh = async () => {
    const label = document.activeElement?.getAttribute("aria-label");
    try {
      rows = (await portal?.rows()) ?? rows;
      views = {};
      top.replaceChildren(makeHeader(rows), ...makeAlerts(rows));
      view.replaceChildren();
      show();
      for (const button of view.querySelectorAll("button.switch"))
        if (button instanceof HTMLElement && button.getAttribute("aria-label") === label) button.focus();
    } catch (error) {
      complain(error);
    }
  };
  const flip =
    portal &&
    ((/** @type {Row} */ row, /** @type {string} */ key) => {
      portal.flip(row, key).then(refresh, complain);
    });
  if (portal) window.addEventListener("focus", refresh);

  top.append(makeHeader(rows), ...makeAlerts(rows));
  page.append(top, controls.element, status, view);
  show();
}

main();
