import { describe, expect, test } from "vitest";
import type { OperationName } from "../../provider/api/contract";
import { leaksOf } from "../support/leak-scan";
import { MATRIX } from "./matrix";
import { CALL_OF, COLUMN_NAMES, sceneOf, SUBJECTS_OF } from "./scene";
import type { Subject } from "./subjects";
import { byColumn, type Column, type Play, type Strike, type Verdict } from "./terms";
import { type Scene, TRIALS } from "./verdicts";

/** The fault that is put on the sandbox; undefined where the subject has nothing for it. */
function faultOf({ on, ...strike }: Strike, column: Column, { on: operations, reply }: Subject) {
  const operation: OperationName | "*" = on === "all" ? "*" : operations[on ?? CALL_OF[column]];
  if (strike.field === "$secret") return { ...strike, operation, field: reply.secret ?? "none" };
  return { ...strike, operation, ...(strike.field === "$id" && { field: reply.id }) };
}

async function struckScene(column: Column, subject: Subject, { strikes }: Play): Promise<Scene> {
  const faults = strikes.map((strike) => faultOf(strike, column, subject));
  const hurried = faults
    .filter(({ kind }) => kind === "hang" || kind === "drip")
    .flatMap(({ operation }) => (operation === "*" ? [] : [operation]));
  const scene = await sceneOf(column, subject, { process: { hurried } });
  for (const fault of faults) scene.sandbox.faults.add(fault);
  return scene;
}

function tryCell(row: string, play: Play, column: Column, verdict: Verdict): void {
  const subjects = SUBJECTS_OF[column].filter(({ twoCalls }) => verdict !== "PS" || twoCalls !== undefined);
  test.for(subjects)(`${play.how}: ${verdict} ($type)`, async (subject) => {
    const scene = await struckScene(column, subject, play);
    const { sandbox } = scene;
    const trial = TRIALS[column][verdict];
    const said = trial === undefined ? undefined : await trial(scene);

    expect(said, `${row} knows no trial of ${verdict} in this column`).toBeDefined();
    expect(said).toMatch(said === "" ? /^/ : (play.says ?? /./));
    expect(said).not.toMatch(/<html|sign in/i);
    expect(leaksOf(new Map([["what was said", said ?? ""]]), secretsOf(scene))).toEqual([]);
    if (play.once === true)
      expect(sandbox.calls.all.filter(({ fault }) => fault === "reply")).toHaveLength(1);
  });
}

function secretsOf({ sandbox }: Scene) {
  const { tokenKey: key, tokenSecret } = sandbox.credentials;
  return [{ secret: tokenSecret, key }, ...sandbox.issuedSecrets.map((secret) => ({ secret }))];
}

/** Plays the rows of the matrix on the sandbox, over TCP: every play, every column, every resource type. */
export function playRows(rows: readonly string[]): void {
  describe.each(rows)("%s", (id) => {
    const { fault = "", plays = [] } = MATRIX[id] ?? {};
    const played = COLUMN_NAMES.filter((column) => plays.some(({ is }) => byColumn(is)[column] !== "-"));
    describe.each(played)(`${fault}, %s`, (column) => {
      for (const play of plays) {
        const verdict = byColumn(play.is)[column];
        if (verdict !== "-") tryCell(id, play, column, verdict as Verdict);
      }
    });
  });
}
