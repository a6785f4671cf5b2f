import { z } from "zod";
import { HIDDEN } from "../../pulumi/hidden-inputs";
import { isUnknown } from "../../resources/unknown";
import { resourceFrom, Stored, typeOf } from "../stacks/deployment";
import { ENCRYPTED } from "../stacks/secret-values";
import type { StackResource } from "../stacks/stack-state";

/** How a preview prints a secret. Source: Pulumi's pkg/display/json.go. */
const MASKED = "[secret]";
/** A preview of a thousand resources has some megabytes. */
const LARGEST = 256 * 1024 * 1024;

const State = Stored.extend({
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullish()).nullish(),
}).nullish();

/** Source: Pulumi's sdk/go/common/apitype and pkg/display/json.go, `previewDigest` and `previewStep`. */
const Digest = z.object({
  steps: z
    .array(z.object({ op: z.string(), urn: z.string(), oldState: State, newState: State }))
    .nullish()
    .transform((steps) => steps ?? []),
  diagnostics: z.array(z.object({ severity: z.string().nullish() })).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

type StepState = NonNullable<z.output<typeof State>>;

/** What is to happen to one of this provider's resources. */
export interface Change {
  readonly urn: string;
  /** As the engine calls it: `same`, `create`, `update`, `replace`, `delete`, …. */
  readonly op: string;
  /** Undefined where it is new. */
  readonly before: StackResource | undefined;
  /** Undefined where it leaves the stack. */
  readonly after: StackResource | undefined;
  /** Whether the old object goes before the new one comes. */
  readonly deletesFirst: boolean;
}

/** A resource of anybody that takes outputs of others. */
export interface Consumer {
  readonly urn: string;
  /** The URNs of what it takes outputs of. */
  readonly takes: readonly string[];
}

/** What a preview says. */
export interface Preview {
  readonly project: string;
  readonly stack: string;
  readonly changes: readonly Change[];
  /** Other providers' resources that change, by URN. */
  readonly others: readonly { readonly urn: string; readonly op: string }[];
  readonly consumers: readonly Consumer[];
  /** Whether what stays as it is was listed too: only then the whole stack is known. */
  readonly isWhole: boolean;
}

const GOES = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "read-discard"]);

/** Without what isn't known yet and what is secret, so that neither is taken for a name or a permission. */
function known(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === MASKED) return [[name, ENCRYPTED]];
      return [[name, isUnknown(value) ? undefined : value]];
    }),
  );
}

function resourceOf(state: StepState, inputsFirst: boolean): StackResource | undefined {
  const type = typeOf(state.type);
  if (type === undefined) return undefined;
  const resource = resourceFrom(type, state);
  const inputs = known(resource.inputs);
  const outputs = known(resource.outputs);
  // A preview's outputs of what is created or updated are only its inputs again, or those of before.
  return { ...resource, inputs, outputs: inputsFirst ? {} : outputs };
}

/** What stays true of an object that is updated: its outputs that no program decides. */
function carriedOver(before: StackResource | undefined, after: StackResource, isNew: boolean): StackResource {
  if (before === undefined || isNew) return { ...after, id: isNew ? "" : after.id };
  const { status, owner, adopted, createdAt } = before.outputs;
  return {
    ...after,
    id: before.id,
    tenantId: before.tenantId,
    outputs: { ...after.outputs, status, owner, adopted, createdAt },
  };
}

/** The stack, providers and our component change with what they hold: nothing of their own. */
function isFrame(urn: string): boolean {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.startsWith("pulumi:") || type.startsWith("apptego:index:");
}

const isReplacement = (op: string) => op.includes("replace");

function changeOf(urn: string, steps: readonly z.output<typeof Digest>["steps"][number][]): Change[] {
  const [first] = steps;
  if (first === undefined) return [];
  const old = steps.flatMap(({ oldState }) => oldState ?? [])[0];
  const made = steps.filter(({ op }) => !GOES.has(op)).flatMap(({ newState }) => newState ?? []);
  const news = made.at(-1);
  const op = steps.find((step) => isReplacement(step.op)) ? "replace" : first.op;
  const isKept = op === "same" || op === "read" || op === "refresh";
  const before = old && resourceOf(old, false);
  const bare = news && resourceOf(news, !isKept);
  const after = bare && carriedOver(before, bare, before === undefined || op === "replace");
  if (before === undefined && after === undefined) return [];
  const deletesFirst = news?.inputs[HIDDEN.deleteBeforeReplace] === true;
  return [{ urn, op, before, after, deletesFirst }];
}

/** What another resource takes outputs of: the engine says it of a whole resource, and of each property. */
function consumerOf(urn: string, { dependencies, propertyDependencies }: StepState): Consumer {
  const all = [
    ...(dependencies ?? []),
    ...Object.values(propertyDependencies ?? {}).flatMap((own) => own ?? []),
  ];
  return { urn, takes: [...new Set(all)] };
}

/**
 * What `pulumi preview --json` printed. It may be anybody's: only what is named here is read of it, no output of a
 * credential among it.
 *
 * @param source how a message names it
 * @throws Error that says what isn't as it should be, and what to do
 */
export function readPreview(source: string, printed: string): Preview {
  const refuse = (why: string, todo = "Take what `pulumi preview --json --show-sames` prints.") =>
    new Error(`Reading the preview of ${source}: ${why}. ${todo}`);
  if (printed.length > LARGEST) throw refuse(`it has more than ${String(LARGEST / 1024 / 1024)} MiB`);
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    throw refuse("it is no JSON"); // no cause: its message quotes the text
  }
  const parsed = Digest.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "invalid"}`);
  }
  const { steps, diagnostics, changeSummary } = parsed.data;
  const errors = (diagnostics ?? []).filter(({ severity }) => severity === "error").length;
  if (errors > 0)
    throw refuse(
      `the preview failed (${String(errors)} ${errors === 1 ? "error" : "errors"}), so it doesn't say what would change`,
      "See what `pulumi preview` says.",
    );
  // Even where nothing changes, Pulumi lists the stack itself.
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(steps[0]?.urn ?? "") ?? [];
  if (stack === undefined || project === undefined) throw refuse("it has no step that names a stack");
  const byUrn = grouped(steps);
  const changes: Change[] = [];
  const others: { urn: string; op: string }[] = [];
  for (const [urn, own] of byUrn) {
    const found = changeOf(urn, own);
    changes.push(...found);
    const op = own.map((step) => step.op).find((one) => one !== "same");
    if (found.length === 0 && op !== undefined && !isFrame(urn)) others.push({ urn, op });
  }
  const same = steps.filter(({ op }) => op === "same").length;
  return {
    ...{ project, stack, changes, others },
    consumers: steps.flatMap(({ urn, op, newState }) =>
      newState && !GOES.has(op) ? [consumerOf(urn, newState)] : [],
    ),
    isWhole: same >= (changeSummary?.["same"] ?? 0),
  };
}

function grouped<Step extends { readonly urn: string }>(steps: readonly Step[]): Map<string, Step[]> {
  const groups = new Map<string, Step[]>();
  for (const step of steps) groups.set(step.urn, [...(groups.get(step.urn) ?? []), step]);
  return groups;
}
