import path from "node:path";
import type { Sandbox } from "../provider/sandbox";
import { type Running, start } from "../scripts/engine/process-group";
import { cleanEnvironment } from "../scripts/engine/workspace";
import { differenceOf, driftByHand, environmentOf, type Performer } from "./performer";
import type { Operation } from "./plan";
import { type Wish, wishOf } from "./wish";

const SCRIPT = path.join(import.meta.dirname, "programs/curl.sh");
const NEVER: readonly Operation[] = ["no-op", "preview"]; // who keeps no state compares nothing

interface Line {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

function linesOf({ tokens, users, keys, mappings }: Wish): Line[] {
  return [
    ...tokens.map(({ name, permissions }) => ({ kind: "token", name, value: permissions.join(",") })),
    ...users.map(({ email, permissions }) => ({ kind: "user", name: email, value: permissions.join(",") })),
    ...keys.map(({ name, enabled }) => ({ kind: "key", name, value: String(enabled) })),
    ...mappings.map(({ group, permissions }) => ({
      kind: "mapping",
      name: group,
      value: permissions.join(","),
    })),
  ];
}

/** The bare calls, by a shell script with one curl a call. */
export function byCurl(sandbox: Sandbox, size: number): Performer {
  const env = { ...cleanEnvironment(process.env), ...environmentOf(sandbox) };
  const ids = new Map<string, string>();
  let wish = wishOf(size);
  let running: Running | undefined;

  const script = async (
    action: "create" | "list" | "change" | "destroy",
    rows: readonly (readonly string[])[] = [],
  ) => {
    const input = rows.map((row) => `${row.join("\t")}\n`).join("");
    running = start("bash", [SCRIPT, action], { cwd: import.meta.dirname, env, input });
    return running.ended;
  };
  const withId = ({ kind, name, value }: Line) => [kind, ids.get(`${kind} ${name}`) ?? "", value];
  const act = async (operation: Operation) => {
    if (operation === "create")
      return script(
        "create",
        linesOf(wish).map(({ kind, name, value }) => [kind, name, value]),
      );
    if (operation === "destroy") return script("destroy", linesOf(wish).map(withId));
    if (operation !== "change") return script("list");
    const before = new Set(linesOf(wishOf(size)).map((line) => JSON.stringify(line)));
    return script(
      "change",
      linesOf(wish)
        .filter((line) => !before.has(JSON.stringify(line)))
        .map(withId),
    );
  };
  return {
    can: (operation) => !NEVER.includes(operation),
    async prepare(operation) {
      if (operation === "change") wish = wishOf(size, true);
      if (operation === "drift") driftByHand(sandbox, wish);
      return Promise.resolve();
    },
    async perform(operation) {
      const { exitCode, stdout, stderr } = await act(operation);
      if (exitCode !== 0) return stderr.trim().split("\n").at(-1) ?? "curl failed";
      if (operation === "create")
        for (const [kind = "", id = "", name = ""] of stdout.split("\n").map((line) => line.split("\t")))
          ids.set(`${kind} ${name}`, id);
      return operation === "drift"
        ? undefined
        : differenceOf(sandbox, operation === "destroy" ? undefined : wish);
    },
    async end() {
      running?.kill("SIGKILL");
      await running?.ended;
    },
  };
}
