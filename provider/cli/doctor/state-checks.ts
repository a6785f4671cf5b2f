import { providerText } from "../../pulumi/hidden-inputs";
import type { StackResource, StackState } from "../stacks/stack-state";
import type { Check } from "./report";

type Said = Pick<Check, "result" | "says" | "todo">;

/** Each thing that can be wrong with a resource in a state: whether it is, and what is said of all that are. */
const RULES: readonly {
  readonly is: (resource: StackResource, tenant: string) => boolean;
  readonly said: Said;
}[] = [
  {
    is: ({ secrets }) => Object.values(secrets).includes("clear"),
    said: {
      result: "wrong",
      says: "the secret stands in the state unencrypted",
      todo: "run pulumi up with this release, then replace the credential: whoever could read the state knows it",
    },
  },
  {
    is: ({ secrets, unresolved }) => !unresolved && Object.values(secrets).includes("missing"),
    said: {
      result: "warning",
      says: "the state holds no secret, as AppTego shows one only when it is made",
      todo: "change rotateOn where the program needs one: that issues a new credential",
    },
  },
  {
    is: ({ unresolved }) => unresolved,
    said: {
      result: "wrong",
      says: "nobody knows whether AppTego made it",
      todo: "run pulumi up: it removes what was left and tries anew",
    },
  },
  {
    is: ({ initErrors, unresolved }) => initErrors.length > 0 && !unresolved,
    said: { result: "wrong", says: "the last pulumi up couldn't finish it", todo: "run pulumi up again" },
  },
  {
    is: ({ tenantId }, tenant) => tenantId !== undefined && tenantId !== tenant,
    said: { result: "wrong", says: "it belongs to another tenant", todo: "correct apptego:tenantId" },
  },
  {
    is: ({ adapter, type }) => adapter !== undefined && adapter !== providerText(type),
    said: {
      result: "warning",
      says: "the state holds the adapter of another release",
      todo: "run pulumi up: it writes this one's",
    },
  },
  {
    is: ({ pendingDelete }) => pendingDelete,
    said: {
      result: "warning",
      says: "it was replaced, and the old one is still there",
      todo: "run pulumi up: it deletes it",
    },
  },
  {
    is: ({ outputs }) => Array.isArray(outputs["duplicateIds"]) && outputs["duplicateIds"].length > 0,
    said: {
      result: "warning",
      says: "there are duplicates of it",
      todo: "run pulumi up --refresh: it deletes them",
    },
  },
];

const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What is to be known of a stack's state before it is used. */
export function stateChecks({ source, resources, pending }: StackState, tenant: string): Check[] {
  const check = { area: "state", title: source } as const;
  const found = RULES.flatMap(({ is, said }): Check[] => {
    const names = resources
      .filter((resource) => is(resource, tenant))
      .map(({ type, name }) => `${type} ${name}`);
    return names.length === 0 ? [] : [{ ...check, ...said, says: `${said.says}: ${listed(names)}` }];
  });
  const interrupted: Check[] =
    pending.length === 0
      ? []
      : [
          {
            ...{ ...check, result: "wrong", todo: "run pulumi refresh, which clears them" },
            says: `a run was interrupted in the middle of ${listed(pending.map(({ urn, operation }) => `${operation} ${urn.split("::").at(-1) ?? urn}`))}`,
          },
        ];
  const all = [...interrupted, ...found];
  const fine: Check = { ...check, result: "ok", says: `${resources.length} resources, and nothing odd` };
  return all.length > 0 ? all : [fine];
}
