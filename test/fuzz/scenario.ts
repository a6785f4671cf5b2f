import fc from "fast-check";
import { PERMISSION_KEYS } from "../../provider/api/permissions";
import type { ResourceType } from "../../provider/resources";

/** One resource of the program. Slots never share a name, an e-mail address or a group. */
export interface Wished {
  readonly slot: number;
  readonly type: ResourceType;
  /** Which name, e-mail address or group of its slot. */
  readonly variant: number;
  /** Whether its name is given; only credentials may leave it out. */
  readonly named: boolean;
  readonly permissions: readonly string[];
  readonly enabled: boolean;
  readonly rotation: number;
}

/** How the provider's process dies in the middle of an `up`. */
export interface Crash {
  /** At which call, or which save of the state. */
  readonly at: number;
  /** Before a call is sent; once it was sent; or before the state of what it did is saved. */
  readonly when: "unsent" | "sent" | "unsaved";
}

/** What a person does in the portal, to the `at`th object that the stack holds. */
export const PORTAL_DEEDS = ["permissions", "delete", "namesake", "addUser", "accept", "ownerSteps"] as const;

/** A deed of a person in the portal. */
export interface Deed {
  readonly deed: (typeof PORTAL_DEEDS)[number];
  readonly at: number;
  readonly permissions: readonly string[];
}

/** The rails of a story, as `apptego:rails` takes them. */
export interface Rails {
  readonly minAdministrators?: number;
  readonly requiredAdministrators?: readonly string[];
}

/** One step of a story. */
export type Step =
  | { readonly does: "declare"; readonly wished: Wished }
  | { readonly does: "remove"; readonly slot: number }
  | { readonly does: "permissions"; readonly slot: number; readonly permissions: readonly string[] }
  | { readonly does: "enable"; readonly slot: number }
  | { readonly does: "rotate"; readonly slot: number }
  | { readonly does: "rename"; readonly slot: number }
  | {
      readonly does: "up";
      readonly crash?: Crash | undefined;
      readonly refresh: boolean;
      /** What a person does meanwhile, once so many calls are over. */
      readonly meanwhile?: (Deed & { readonly after: number }) | undefined;
    }
  | { readonly does: "refresh" }
  | (Deed & { readonly does: "portal" });

/** A whole story; everything that happens follows from it, but for the order of what is done at once. */
export interface Scenario {
  /** Decides which calls go wrong, and how. */
  readonly chance: number;
  /** How many resources the engine works on at once. */
  readonly parallel: number;
  readonly program: readonly Wished[];
  readonly steps: readonly Step[];
  /** Whether the stack is destroyed in the end. */
  readonly destroys: boolean;
  /** Hold until the story's steps are over; undefined where none are set. */
  readonly rails?: Rails | undefined;
}

/** Whether the story's ups are run with `--refresh` from the second one on: every other story's aren't, as people's often aren't. */
export function refreshes({ chance }: Scenario): boolean {
  return (chance >> 5) % 2 === 0; // by a bit that nothing else is decided by alone
}

/** Whether the stack is destroyed as its steps left it, in doubt and in part; then it is made anew. */
export function destroysEarly({ chance }: Scenario): boolean {
  return (chance >> 6) % 4 === 0;
}

/** Whether the commands follow each other at once, so that late commits of one come in the midst of the next. */
export function hurries({ chance }: Scenario): boolean {
  return (chance >> 8) % 4 === 0;
}

const RAILS: readonly Rails[] = [
  { minAdministrators: 2 },
  { requiredAdministrators: ["owner@acme.test"] },
  { minAdministrators: 2, requiredAdministrators: ["person0.0@acme.test"] },
];
const TYPES: readonly ResourceType[] = ["ApiToken", "User", "SamlGroupMapping", "AutomationKey"];
const permissions = fc.subarray([...PERMISSION_KEYS]);

function wishedOf(slots: number): fc.Arbitrary<Wished> {
  return fc.record({
    slot: fc.nat(slots - 1),
    type: fc.constantFrom(...TYPES),
    variant: fc.nat(1),
    named: fc.boolean(),
    permissions,
    enabled: fc.boolean(),
    rotation: fc.nat(1),
  });
}

const crash = fc.record({
  at: fc.integer({ min: 1, max: 9 }),
  when: fc.constantFrom("unsent" as const, "sent" as const, "unsaved" as const),
});

const deed = {
  deed: fc.constantFrom(...PORTAL_DEEDS),
  at: fc.nat(11),
  permissions,
};
const meanwhile = fc.record({ ...deed, after: fc.integer({ min: 1, max: 12 }) });

function stepOf(slots: number): fc.Arbitrary<Step> {
  const slot = fc.nat(slots - 1);
  const change = <Does extends string>(does: Does) => fc.record({ does: fc.constant(does), slot });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constant("up" as const),
        crash: fc.option(crash, { nil: undefined, freq: 3 }),
        refresh: fc.boolean(),
        meanwhile: fc.option(meanwhile, { nil: undefined, freq: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant("declare" as const), wished: wishedOf(slots) }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant("permissions" as const), slot, permissions }),
    },
    { weight: 1, arbitrary: change("remove" as const) },
    { weight: 1, arbitrary: change("enable" as const) },
    { weight: 1, arbitrary: change("rotate" as const) },
    { weight: 1, arbitrary: change("rename" as const) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("refresh" as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant("portal" as const), ...deed }),
    },
  );
}

/** Stories of up to so many resources and steps. */
export function scenarios({ slots = 6, steps = 10 } = {}): fc.Arbitrary<Scenario> {
  return fc.record({
    chance: fc.nat(),
    parallel: fc.constantFrom(1, 4),
    program: fc.array(wishedOf(slots), { minLength: 1, maxLength: slots, size: "max" }),
    steps: fc.array(stepOf(slots), { maxLength: steps, size: "max" }),
    destroys: fc.boolean(),
    rails: fc.option(fc.constantFrom(...RAILS), { nil: undefined, freq: 2 }),
  });
}
