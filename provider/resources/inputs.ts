import isEmail from "validator/lib/isEmail";
import { z } from "zod";
import { nearest } from "../api/did-you-mean";
import { canonicalPermissions, PERMISSION_KEYS, PERMISSION_LABELS, permissionKey } from "../api/permissions";
import { COMPUTED_NAME } from "./computed-name";

const LONGEST_NAME = 128; // assumed: no limit is documented
const LONGEST_GROUP_NAME = 256; // assumed: no limit is documented

// Zero-width joiners are invisible, except where they join pictographs to one emoji.
const EMOJI_JOINER =
  /(\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D(?=\p{Extended_Pictographic})/gu;
const INVISIBLE =
  /[\p{Cc}\u00AD\u061C\u180E\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/u;
const LONE_SURROGATE = /\p{Cs}/u;

function visibleText(longest: number) {
  return z
    .string({ error: "must be a string" })
    .refine((text) => text.trim() !== "", { error: "must not be empty or blank", abort: true })
    .refine((text) => text.trim() === text, { error: "must not start or end with white space: remove it" })
    .refine((text) => !INVISIBLE.test(text.replace(EMOJI_JOINER, "$1")), {
      error: "must not hold control, zero-width or text-direction characters: remove them",
    })
    .refine((text) => !LONE_SURROGATE.test(text), {
      error: "must be well-formed Unicode (it holds half a surrogate pair)",
    })
    .refine((text) => [...text].length <= longest, {
      error: `must be at most ${String(longest)} characters long: shorten it`,
    });
}

/** A credential's name as its owner chose it. */
export const CredentialName = visibleText(LONGEST_NAME).refine((text) => !COMPUTED_NAME.test(text), {
  error:
    "must not end with '[pu-…]', which is reserved for computed names: choose another name, or leave it out",
});

/** The exact name of a group as the identity provider sends it. Source: docs ("matched exactly"). */
export const GroupName = visibleText(LONGEST_GROUP_NAME).refine((text) => !text.includes("*"), {
  error:
    "must not hold a wildcard '*', since AppTego matches groups exactly: map each group by its full name",
});

/** A person's e-mail address; the letter case is kept, but doesn't tell two people apart. */
export const Email = z
  .string({ error: "must be a string" })
  .refine((text) => isEmail(text) && !text.includes('"') && !INVISIBLE.test(text), {
    error: "must be one e-mail address such as alice@acme.test, without display name, blanks or 'mailto:'",
  });

const NAMES_OF_PERMISSIONS = [...PERMISSION_KEYS, ...Object.values(PERMISSION_LABELS)];

/** For editors, whose schemas know no letter case: the names to choose from, and how else each may be written. */
const NAME_SCHEMA = {
  id: "Permission",
  anyOf: [
    { enum: NAMES_OF_PERMISSIONS },
    { pattern: `^\\s*(?:${NAMES_OF_PERMISSIONS.map(anyCase).join("|")})\\s*$` },
  ],
};

function anyCase(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

function refusePermission(name: string, context: z.RefinementCtx<string>): void {
  if (permissionKey(name) !== undefined) return;
  const allowed = PERMISSION_KEYS.map((key) => `${key} ('${PERMISSION_LABELS[key]}')`).join(", ");
  const guess = nearest(name, NAMES_OF_PERMISSIONS);
  const meant = guess === undefined ? "." : `: did you mean ${guess}?`;
  const message = name.includes(",")
    ? "must hold one permission an entry: split it at the commas"
    : `must hold only permissions of AppTego${meant} Allowed: ${allowed}`;
  context.addIssue({ code: "custom", message, input: name });
}

const PermissionName = z
  .string({ error: "must hold only strings" })
  .superRefine(refusePermission)
  .meta(NAME_SCHEMA);

/** A set of permissions: internal keys or portal labels in any order, case and number; absent, "" and [] are one value. */
export const PermissionSet = z.preprocess(
  (value) => (value === "" || value === null || value === undefined ? [] : value),
  z.array(PermissionName, { error: "must be a list of permissions" }).transform(canonicalPermissions),
);

/** Any change of this map issues a new credential. */
export const RotateOn = z.record(
  z.string(),
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)], {
    error: "must map strings to strings",
  }),
  { error: 'must be a map of strings, such as { month: "2026-11" }' },
);
