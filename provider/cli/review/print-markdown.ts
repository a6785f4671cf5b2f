import { permissionLabel, PERMISSIONS } from "../../access/model";
import { type Mark, markOf } from "../../access/rows";
import { kindOf, unknownKeys } from "../access/words";
import { code, fitting, markdownTable, markdownText } from "../terminal/markdown";
import type { ReviewReport } from "./report";
import { differing, eventOf, headlineOf, labels, mayOf, powerOf, remarksOf } from "./words";

/** A comment holds 65,536 characters at most (GitHub), and so do its bytes elsewhere: the rest is for what stands around it. */
const LONGEST = 60_000;
const LONGEST_NAME = 200;
const LONGEST_CELL = 1_000;
const MOST_RAILS = 50;
const MOST_CONSUMERS = 5;
const SIGNS: Readonly<Record<Mark, string>> = { held: "✓", gained: "**+ ✓**", lost: "**−**", none: "" };

const shown = (name: string) => {
  const characters = [...name];
  return code(characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME).join("")}…`);
};

/** Words that may be many: keys that AppTego or a preview made up. */
const words = (text: string) =>
  markdownText(text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL)}…`);

/** What tells this comment from others, and one stack's from another's. It is the first line. */
export function markerOf({ project, stack }: Pick<ReviewReport, "project" | "stack">): string {
  const plain = (text: string) =>
    text
      .replace(/[^\w./-]/g, "_")
      .replace(/--+/g, "-")
      .slice(0, 100);
  return `<!-- apptego-review ${plain(project)}/${plain(stack)} -->`;
}

const bytes = (text: string) => Buffer.byteLength(text);

/** A table under its title, as much of it as fits into so many bytes. */
function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  room: number,
): string {
  if (rows.length === 0) return "";
  const heads = columns.map((name) => ({ title: name }));
  const around = bytes(
    `\n\n${title}\n\n${markdownTable(heads, [])}\n… and ${String(rows.length)} more: see --output json.\n`,
  );
  const fit = fitting(rows, room - around);
  const left = rows.length - fit.length;
  const more = left === 0 ? [] : [`… and ${String(left)} more: see \`--output json\`.`];
  const body = fit.length === 0 ? [] : [markdownTable(heads, fit)];
  return `\n\n${[title, ...body, ...more].join("\n\n")}`;
}

/** The review as a comment: below 65,536 characters and bytes, the summary and the rails always whole. */
export function printedMarkdown(report: ReviewReport): string {
  const { rows, credentials, rails, project, stack, hash, verdict } = report;
  const head = [
    markerOf(report),
    `### AppTego: ${markdownText(headlineOf(report))}`,
    "",
    `Stack ${shown(stack)} of ${shown(project)}. ${verdict === "refused" ? "**A rail refuses this change.**" : ""}`.trimEnd(),
  ];
  const broken = [...rails].sort((one, other) => Number(one.holds) - Number(other.holds));
  const kept = broken
    .slice(0, MOST_RAILS)
    .map(({ rail, holds, says }) => `- ${holds ? "✓" : "✗"} ${shown(rail)}: ${markdownText(says)}`);
  if (broken.length > MOST_RAILS)
    kept.push(`- … and ${String(broken.length - MOST_RAILS)} more: see \`--output json\`.`);
  const top = [...head, ...(kept.length === 0 ? [] : ["", "**Rails**", "", ...kept])].join("\n");
  const remarks = remarksOf(report).map((remark) => `- ${markdownText(remark).replaceAll("\\`", "`")}`);
  const tail = [
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
    "",
    `Hash of this change: \`${hash}\``,
  ].join("\n");

  let room = LONGEST - bytes(top) - bytes(tail);
  const put = (text: string) => {
    room -= bytes(text);
    return text;
  };
  const different = differing(rows);
  const escalations = put(
    section(
      "**Escalations**: they lead to all other permissions",
      ["Who", "Kind", "Gains"],
      different
        .filter(({ escalates }) => escalates)
        .map((row) => [shown(row.name), markdownText(kindOf(row)), `**${markdownText(powerOf(row))}**`]),
      room / 2,
    ),
  );
  const changes = put(
    section(
      "**Who gains and who loses**",
      ["Who", "Kind", "Gains", "Loses", "May then"],
      different.map((row) => [
        shown(row.name),
        markdownText(kindOf(row)),
        words(labels(row.gained)),
        words(labels(row.lost)),
        row.state === "removed" ? "" : words(mayOf(row)),
      ]),
      room / 2,
    ),
  );
  const issued = put(
    section(
      "**Credentials**",
      ["Credential", "Kind", "What", "Used by"],
      credentials.map((one) => {
        const users = one.consumers.slice(0, MOST_CONSUMERS).map(shown);
        const more = one.consumers.length - users.length;
        return [
          shown(one.name),
          one.kind,
          markdownText(eventOf(one)),
          [...users, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(", "),
        ];
      }),
      room / 2,
    ),
  );
  const keys = [...PERMISSIONS, ...unknownKeys(rows)].slice(0, 20);
  const fold = [
    "\n\n<details><summary>Who may do what, before and after</summary>",
    "\n\n</details>",
  ] as const;
  const matrix = section(
    "+ is gained, − is lost",
    ["Name", "Kind", ...keys.map((key) => words(permissionLabel(key)))],
    [...different, ...rows.filter(({ state }) => state === "same")].map((row) => [
      shown(row.name),
      markdownText(kindOf(row)),
      ...keys.map((key) => (row.unreadable ? "?" : SIGNS[markOf(row, key)])),
    ]),
    room - bytes(fold.join("")),
  );
  const folded = matrix === "" ? "" : `${fold[0]}${matrix}${fold[1]}`;
  return `${top}${escalations}${changes}${issued}${folded}\n${tail}`;
}
