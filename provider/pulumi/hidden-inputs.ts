/**
 * What our resource classes tell the provider beside a resource's inputs. The engine shows no property that begins with
 * two underscores.
 */
export const HIDDEN = {
  /** The provider's source text. The SDK of Pulumi looks for this name. */
  provider: "__provider",
  /** The id of the object that the resource option `import` asks to take over. */
  import: "__import",
  /** The name of a credential, should the program give none. */
  computedName: "__computedName",
  /** The inputs that are secrets, so that no message shows their values. */
  secretInputs: "__secretInputs",
  /** Whether the old credential goes before its replacement comes, so that no second slot is needed. */
  deleteBeforeReplace: "__deleteBeforeReplace",
  /** Whether the program lets the old credential live on (retainOnDelete), so that nothing is reclaimed. */
  mayLive: "__mayLive",
  /** How many resources of the type the program has declared: of those that the engine hasn't come to, no state is known. */
  declared: "__declared",
  /** The tenant that a state belongs to, so that another one's answers aren't taken for news of it. */
  tenant: "__tenant",
  /** When this provider made an object of which AppTego doesn't tell it: ISO 8601. */
  createdAt: "__createdAt",
} as const;

/** The provider's source text in a state: it only names what this package holds. */
export function providerText(type: string): string {
  return `exports.handler = () => require("pulumi-apptego/runtime").${type}`;
}

const NAMES: ReadonlySet<string> = new Set(Object.values(HIDDEN));

/** The properties that a user knows of. */
export function visible(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !NAMES.has(name)));
}
