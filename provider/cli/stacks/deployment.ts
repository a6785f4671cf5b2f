import { z } from "zod";
import { HIDDEN, visible } from "../../pulumi/hidden-inputs";
import { resourceOf, resources, type ResourceType } from "../../resources";
import { isUnresolved } from "../../resources/unresolved";
import { isSecret, opened } from "./secret-values";
import type { SecretKept, StackResource, StackState } from "./stack-state";

type Properties = Readonly<Record<string, unknown>>;

const TYPE = /^pulumi-nodejs:dynamic\/apptego:(\w+)$/;

const Flag = z
  .boolean()
  .nullish()
  .transform((flag) => flag === true);
const Values = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((values) => values ?? {});
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

/** A resource as a state holds it, and a step of a preview: what is read of it. */
export const Stored = z.object({
  urn: z.string(),
  type: z.string(),
  id: Text,
  parent: Text,
  inputs: Values,
  outputs: Values,
  protect: Flag,
  retainOnDelete: Flag,
  delete: Flag,
  initErrors: z
    .array(z.string())
    .nullish()
    .transform((errors) => errors ?? []),
});

/** What each version has in common, as far as it is read here. */
const Deployment = z
  .object({
    resources: z.array(Stored).nullish(),
    pending_operations: z
      .array(z.object({ resource: z.object({ urn: z.string(), type: z.string() }), type: z.string() }))
      .nullish(),
  })
  .nullish();

/** Source: Pulumi's sdk/go/common/apitype, UntypedDeployment (an export) and VersionedCheckpoint (a file backend's file). */
const Export = z.object({
  version: z.literal([1, 2, 3, 4], {
    error: "this release knows the versions 1 to 4 of Pulumi's states: use a newer pulumi-apptego",
  }),
  deployment: Deployment,
  checkpoint: z.object({ latest: Deployment }).optional(),
});

/** This provider's type behind a type token of the engine; undefined for others'. */
export function typeOf(token: string): ResourceType | undefined {
  const [, type = ""] = TYPE.exec(token) ?? [];
  return Object.hasOwn(resources, type) ? (type as ResourceType) : undefined;
}

function kept(value: unknown): SecretKept {
  if (isSecret(value)) return "encrypted";
  return value === undefined || value === null || value === "" ? "missing" : "clear";
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/**
 * A resource of this provider from what is stored of it.
 *
 * @param onSecret told each decrypted secret but those of credentials, which aren't read
 */
export function resourceFrom(
  type: ResourceType,
  stored: z.output<typeof Stored>,
  onSecret: (value: unknown) => void = () => undefined,
): StackResource {
  const { urn, id = "", parent, protect, retainOnDelete, initErrors } = stored;
  const secrets = resourceOf(type).secrets;
  const open = (values: Properties) => opened(values, onSecret) as Properties; // an object stays one
  const readable = Object.entries(stored.outputs).filter(([output]) => !secrets.includes(output));
  const outputs = open(Object.fromEntries(readable));
  const inputs = open(stored.inputs);
  const hidden = (name: string) => textOf(outputs[name]) ?? textOf(inputs[name]);
  const [, , , ...name] = urn.split("::"); // a name may hold "::" itself
  return {
    ...{ urn, type, id, parent, protect, retainOnDelete, initErrors },
    name: name.join("::"),
    unresolved: isUnresolved(id),
    pendingDelete: stored.delete,
    inputs: visible(inputs),
    outputs: visible(outputs),
    secrets: Object.fromEntries(secrets.map((output) => [output, kept(stored.outputs[output])])),
    secretInputs: Object.keys(visible(stored.inputs)).filter((input) => isSecret(stored.inputs[input])),
    adapter: hidden(HIDDEN.provider),
    tenantId: hidden(HIDDEN.tenant),
    createdAt: textOf(outputs["createdAt"]) ?? hidden(HIDDEN.createdAt),
    imported: hidden(HIDDEN.import),
  };
}

/**
 * This provider's part of a state, of any version; other providers' resources are left out.
 *
 * @param exported what `pulumi stack export` prints, or a checkpoint file of a file backend
 * @param onSecret told each decrypted secret but those of credentials, which aren't read
 * @throws Error that names the first field that isn't as it should be, and what to do
 */
export function readDeployment(
  source: string,
  exported: string,
  onSecret: (value: unknown) => void = () => undefined,
): StackState {
  let value: unknown;
  try {
    value = JSON.parse(exported);
  } catch {
    throw new Error(unreadable(source, "it is no JSON")); // no cause: its message quotes the text
  }
  const parsed = Export.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      unreadable(source, `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "invalid"}`),
    );
  }
  const { deployment, checkpoint } = parsed.data;
  if (deployment === undefined && checkpoint === undefined)
    throw new Error(unreadable(source, "it has neither deployment nor checkpoint"));
  const { resources: stored, pending_operations: pending } = deployment ?? checkpoint?.latest ?? {};
  return {
    source,
    resources: (stored ?? []).flatMap((resource) => {
      const type = typeOf(resource.type);
      return type === undefined ? [] : [resourceFrom(type, resource, onSecret)];
    }),
    pending: (pending ?? []).flatMap(({ resource, type: operation }) =>
      typeOf(resource.type) === undefined ? [] : [{ urn: resource.urn, operation }],
    ),
  };
}

function unreadable(source: string, why: string): string {
  return `Reading the state of ${source}: ${why}. Take what \`pulumi stack export --stack <name>\` prints.`;
}
