import { readFileSync } from "node:fs";
import path from "node:path";
import { readPreview } from "../../../provider/cli/review/read-preview";

/**
 * What the real engine (3.232.0) printed for a stack of all four types, a component and another provider's resource,
 * without the positions in the program: `create` for a new stack, `sames` with --show-sames, `destroy`, `same`, `failed`.
 */
export function recordedPreview(name: "create" | "sames" | "same" | "destroy" | "failed"): string {
  return readFileSync(path.join(__dirname, "recorded", `${name}.json`), "utf8");
}

type Values = Record<string, unknown>;

/** A step of a preview. `before` and `after` are inputs; outputs are given where a case is about them. */
export interface StepLike {
  readonly op: string;
  readonly type?: string;
  readonly name?: string;
  readonly before?: Values;
  readonly after?: Values;
  readonly outputs?: Values;
  readonly id?: string;
  readonly options?: Values;
  readonly dependencies?: readonly string[];
}

const STACK = "urn:pulumi:prod::access";

/** The URN of a resource of the stack `prod`. */
export const urnOf = (type: string, name: string) =>
  `${STACK}::${type.includes(":") ? type : `pulumi-nodejs:dynamic/apptego:${type}`}::${name}`;

/** A preview of the stack `prod`, as JSON. */
export function previewText(steps: readonly StepLike[], more: Values = {}): string {
  const digest = steps.map(
    ({ op, type = "User", name = "alice", before, after, outputs = {}, id = "1", ...rest }) => {
      const urn = urnOf(type, name);
      const token = type.includes(":") ? type : `pulumi-nodejs:dynamic/apptego:${type}`;
      const { options = {}, dependencies = [] } = rest;
      const common = { urn, type: token, ...options };
      return {
        ...{ op, urn },
        ...(before && { oldState: { ...common, id, inputs: before, outputs: { ...before, ...outputs } } }),
        ...(after && { newState: { ...common, dependencies, inputs: after } }),
      };
    },
  );
  const frame = { op: "same", urn: urnOf("pulumi:pulumi:Stack", "access-prod") };
  return JSON.stringify({ steps: [frame, ...digest], changeSummary: {}, ...more });
}

/** The same, read. */
export function previewOf(steps: readonly StepLike[], more: Values = {}) {
  return readPreview("a test", previewText(steps, more));
}

/** An active user who holds these permissions, before and after. */
export function person(name: string, before?: readonly string[], after?: readonly string[]): StepLike {
  const inputs = (permissions: readonly string[]) => ({
    email: `${name}@acme.test`,
    permissions: [...permissions],
  });
  const op =
    before === undefined
      ? "create"
      : after === undefined
        ? "delete"
        : before.join() === after.join()
          ? "same"
          : "update";
  return {
    ...{ op, name, id: `id of ${name}`, outputs: { status: "active", owner: false, adopted: false } },
    ...(before && { before: inputs(before) }),
    ...(after && { after: inputs(after) }),
  };
}
