import picomatch from "picomatch";
import { PlanError } from "../../api/errors";
import { PERMISSIONS, permissionLabel, splitPermissions } from "../../access/model";
import { CredentialName, Email, GroupName } from "../../resources/inputs";
import type { Tenant } from "../../resources/tenant";
import { DRIFT_KINDS, type Kind, KINDS, type LiveObject } from "../drift/kinds";
import { compareText, uniqueNames } from "./names";

/** An object of the tenant as the program will hold it. */
export interface Exported {
  readonly kind: Kind;
  readonly id: string;
  /** The resource's name in a program, or a credential's key in `tenant.yaml`: unique in its kind. */
  readonly name: string;
  /** As AppTego shows it: e-mail address, name of the group, token or key. */
  readonly title: string;
  /** Whether the program says the title; false for a credential's name that a program can't give. */
  readonly isNamed: boolean;
  /** Portal labels in the portal's order; undefined for keys. */
  readonly permissions?: readonly string[];
  readonly enabled?: boolean;
  /** Whether the program forbids to delete or replace it. */
  readonly protect: boolean;
  /** Sentences that the program says beside it. They may hold foreign texts. */
  readonly notes: readonly string[];
  readonly live: LiveObject;
}

/** An object that no program can hold. */
export interface Skipped {
  readonly kind: Kind;
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** All that goes into the program, by kind and name, and what doesn't. */
export interface Selection {
  readonly objects: readonly Exported[];
  readonly skipped: readonly Skipped[];
  /** Nouns of the kinds that the tenant's plan doesn't have. */
  readonly unplanned: readonly string[];
}

/** What to export. */
export interface Filter {
  /** All if left out. */
  readonly kinds?: readonly Kind[];
  /** Patterns for titles and ids, as in a shell; all if left out. */
  readonly match?: readonly string[];
  /** Whether a stack holds an object already. */
  readonly isManaged?: (kind: Kind, id: string) => boolean;
}

const CREDENTIALS: readonly Kind[] = ["token", "key"];
const TITLES = { user: Email, token: CredentialName, mapping: GroupName, key: CredentialName };

// As in .apptegoignore: patterns are for names, not for paths.
const AS_NAMES = { bash: true, dot: true, nobracket: true, noextglob: true, nonegate: true, windows: false };

/**
 * Reads the tenant, with one list a kind. Names don't depend on the filter: a later export of more renames nothing.
 *
 * @throws Error that names the kind which can't be read, and how to do without it
 */
export async function selectObjects(tenant: Tenant, filter: Filter): Promise<Selection> {
  const wanted = KINDS.filter((kind) => filter.kinds?.includes(kind) ?? true);
  // Tokens and keys share their names, as the date of a rotation goes by the name.
  const both = wanted.some((kind) => CREDENTIALS.includes(kind)) ? CREDENTIALS : [];
  const unplanned: string[] = [];
  const skipped: Skipped[] = [];
  const found: { kind: Kind; live: LiveObject; isNamed: boolean }[] = [];
  for (const kind of KINDS.filter((one) => wanted.includes(one) || both.includes(one))) {
    const listed = await listOf(tenant, kind);
    if (listed === undefined) {
      if (wanted.includes(kind)) unplanned.push(DRIFT_KINDS[kind].nouns);
      continue;
    }
    const seen = new Set<string>();
    for (const live of [...listed].sort(byAge)) {
      const identity = kind === "user" ? live.name.toLowerCase() : live.name;
      const problem = TITLES[kind].safeParse(live.name).error?.issues[0]?.message;
      const isTwice = seen.has(identity);
      seen.add(identity);
      const isNamed = problem === undefined && !isTwice;
      if (isNamed || CREDENTIALS.includes(kind)) {
        found.push({ kind, live, isNamed });
        continue;
      }
      const reason = isTwice
        ? "AppTego lists the name twice, and a program can hold it once: remove one in the portal"
        : `a program can't hold the name: it ${problem ?? ""}`;
      skipped.push({ kind, id: live.id, title: live.name, reason });
    }
  }
  const named = [["user"], ["mapping"], CREDENTIALS].flatMap((kinds) => {
    const group = found.filter(({ kind }) => kinds.includes(kind));
    const names = uniqueNames(
      group.map(({ kind, live: { id, name, createdAt } }) => ({
        ...{ id, text: name.replace(/ *\[pu-[0-9a-f]{10}\]$/, ""), fallback: kind, since: createdAt },
      })),
    );
    return group.map((one, at) => exported(one.kind, one.live, one.isNamed, names[at] ?? one.kind));
  });
  const isMatch = (filter.match ?? []).map((pattern) => ({
    pattern,
    test: picomatch(pattern, { ...AS_NAMES, nocase: true }),
  }));
  const isWanted = ({ kind, id, title }: Omit<Skipped, "reason">) =>
    wanted.includes(kind) &&
    filter.isManaged?.(kind, id) !== true &&
    (isMatch.length === 0 ||
      isMatch.some(({ pattern, test }) => [title, id].some((text) => text === pattern || test(text))));
  const order = ({ kind, name }: Exported) => `${KINDS.indexOf(kind)} ${name}`;
  return {
    objects: named.filter(isWanted).sort((one, other) => compareText(order(one), order(other))),
    skipped: skipped.filter(isWanted),
    unplanned,
  };
}

const byAge = (one: LiveObject, other: LiveObject) =>
  compareText(`${one.createdAt ?? "9999"} ${one.id}`, `${other.createdAt ?? "9999"} ${other.id}`);

async function listOf(tenant: Tenant, kind: Kind): Promise<readonly LiveObject[] | undefined> {
  try {
    return await DRIFT_KINDS[kind].current(tenant);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Exporting the ${DRIFT_KINDS[kind].nouns}: ${said} Nothing was written; name the kinds that can be read by --kind.`,
      { cause: error },
    );
  }
}

function exported(kind: Kind, live: LiveObject, isNamed: boolean, name: string): Exported {
  const { permissions, enabled, owner, status } = live.properties;
  const held = Array.isArray(permissions) ? splitPermissions(permissions as string[]) : undefined;
  const isOwner = owner === true;
  const isInUse = kind === "token" && live.note !== undefined;
  const notes = [
    ...(isOwner ? ["Owns the tenant and can't be removed: protected."] : []),
    ...(status === "invited" ? ["Invited, not yet a member."] : []),
    ...(isInUse ? [IN_USE] : []),
    ...(isNamed || !CREDENTIALS.includes(kind)
      ? []
      : [`Its name in AppTego stays ${JSON.stringify(live.name)} until it is rotated.`]),
    ...(held !== undefined && held.unknown.length > 0
      ? [`It keeps what this release has no name for: ${held.unknown.join(", ")}.`]
      : []),
  ];
  return {
    ...{ kind, id: live.id, name, title: live.name, isNamed, protect: isOwner || isInUse, notes, live },
    ...(held !== undefined && {
      permissions: PERMISSIONS.filter((key) => held.permissions.includes(key)).map(permissionLabel),
    }),
    ...(typeof enabled === "boolean" && { enabled }),
  };
}

const IN_USE =
  "The token that was in use for this export: protected. A stack that uses it can't delete or rotate it; give the stack another one for that (apptego:tokenKey).";
