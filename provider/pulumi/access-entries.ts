import * as pulumi from "@pulumi/pulumi";
import { OPTION_NAMES } from "../tenant-access/shape";
import type { Permissions } from "./types";

/** The resource options that an entry may have beside its resource's inputs. */
export interface EntryOptions {
  /** The id of an object that exists already: it is taken over instead of being created. */
  readonly import?: string;
  /** Whether Pulumi refuses to delete or replace it. */
  readonly protect?: boolean;
}

/** The resource options that a token's or a key's entry may have. */
export interface CredentialEntryOptions extends EntryOptions {
  /** Whether a rotation deletes the old credential first, for a tenant without a free slot. */
  readonly deleteBeforeReplace?: boolean;
}

/** An entry as a map of inputs and options, also where it is only its list of permissions. */
export function longForm<Long extends object>(
  entry: Permissions | Long,
): Long | { permissions: Permissions } {
  return isShort(entry) ? { permissions: entry } : { ...entry };
}

// Not from OPTION_NAMES, whose type is zod's: users' programs compile this package's types without those.
type OptionName = keyof CredentialEntryOptions;

/** An entry's inputs, and the options of its resource. */
export function split<Entry extends object>(entry: Entry): [Omit<Entry, OptionName>, CredentialEntryOptions] {
  const isOption = ([key]: [string, unknown]) => OPTION_NAMES.some((option) => option === key);
  const pairs = Object.entries(entry) as [string, unknown][];
  const inputs = Object.fromEntries(pairs.filter((pair) => !isOption(pair)));
  // Checked before: what is here has the shape that the entry's type gives it.
  return [inputs as Omit<Entry, OptionName>, Object.fromEntries(pairs.filter(isOption))];
}

function isShort(entry: object): entry is Exclude<Permissions, undefined> {
  return Array.isArray(entry) || pulumi.Output.isInstance(entry) || entry instanceof Promise;
}
