import type { ResourceType } from "../../provider/resources";

/** One bad input: its line in the list of inputs that must be refused, what it is, and what the message says of it. */
type Row = readonly [
  line: string,
  what: string,
  ResourceType,
  Record<string, unknown>,
  ...(string | RegExp)[],
];

const named = (type: "ApiToken" | "AutomationKey"): Row[] => [
  ["19", "an empty name", type, { name: "" }, "name", "must not be empty or blank", '""'],
  ["19", "a blank name", type, { name: "  " }, "name", "must not be empty or blank"],
  [
    "20",
    "a name that is too long",
    type,
    { name: "x".repeat(129) },
    "name",
    "at most 128 characters",
    "shorten it",
  ],
  ["21", "a newline in a name", type, { name: "a\nb" }, "name", "control", String.raw`"a\nb"`, "remove them"],
  ["21", "a NUL in a name", type, { name: "a\0b" }, "name", "control", String.raw`a\u0000b`],
  [
    "21",
    "a name that turns the text around",
    type,
    { name: "a\u202Eb" },
    "text-direction",
    String.raw`a\u{202e}b`,
  ],
  [
    "21",
    "a name with an invisible character",
    type,
    { name: "a\u200Bb" },
    "zero-width",
    String.raw`a\u{200b}b`,
  ],
  ["21", "a name with a soft hyphen", type, { name: "a\u00ADb" }, "zero-width", String.raw`a\u{ad}b`],
  [
    "22",
    "a space before a name",
    type,
    { name: " ci" },
    "must not start or end with white space",
    "remove it",
  ],
  [
    "22",
    "a space after a name",
    type,
    { name: "ci " },
    "must not start or end with white space",
    "remove it",
  ],
  ["23", "a name with our tag", type, { name: "ci [pu-0123456789]" }, "reserved", "choose another name"],
  ["57", "half a surrogate pair", type, { name: "a\uD800" }, "name", "well-formed Unicode"],
  ["19", "a name that is no text", type, { name: 7 }, "name", "must be a string", "(got 7)"],
  ["53", "a rotation that is a list", type, { rotateOn: ["a"] }, "rotateOn", "map of strings", '(got ["a"])'],
  [
    "53",
    "a rotation that is a text",
    type,
    { rotateOn: "2026" },
    "rotateOn",
    "map of strings",
    '(got "2026")',
  ],
  [
    "53",
    "a trigger that is nothing",
    type,
    { rotateOn: { a: null } },
    'rotateOn["a"]',
    "strings",
    "(got null)",
  ],
  ["53", "a trigger that is a map", type, { rotateOn: { a: {} } }, 'rotateOn["a"]', "strings", "(got {})"],
  ["54", "an expiry, which AppTego has not", type, { expiresAt: "2020-01-01" }, '"expiresAt"', "remove it"],
  ["32", "a secret of one's own", type, { secret: "hunter2-hunter2" }, '"secret"', "remove it"],
  ["32", "an id", type, { id: "x" }, '"id"', "remove it", "name"],
  ["32", "a word of JavaScript", type, { constructor: "x" }, '"constructor"', "remove it"],
];

const permitted = (type: ResourceType, rest: Record<string, unknown> = {}): Row[] => [
  [
    "24",
    "a text for a list",
    type,
    { ...rest, permissions: "build_applications" },
    "permissions",
    "must be a list",
  ],
  ["24", "a map for a list", type, { ...rest, permissions: { a: 1 } }, "must be a list", '(got {"a":1})'],
  [
    "24",
    "a number for a list",
    type,
    { ...rest, permissions: 1 },
    "permissions",
    "must be a list",
    "(got 1)",
  ],
  [
    "25",
    "an unknown permission",
    type,
    { ...rest, permissions: ["Builds", "modify_config"] },
    "permissions[1]",
    "did you mean modify_configuration?",
    '(got "modify_config")',
    "Allowed: build_applications ('Builds')",
  ],
  [
    "25",
    "no permission at all",
    type,
    { ...rest, permissions: ["admin"] },
    "of AppTego. Allowed:",
    '"admin"',
  ],
  [
    "27",
    "two permissions in one",
    type,
    { ...rest, permissions: ["build_applications,update_certificates"] },
    "permissions[0]",
    "split it at the commas",
  ],
  [
    "28",
    "blanks in a key",
    type,
    { ...rest, permissions: ["build applications"] },
    "did you mean build_applications?",
  ],
  ["30", "an empty entry", type, { ...rest, permissions: [""] }, "permissions[0]", '(got "")'],
  ["30", "a blank entry", type, { ...rest, permissions: ["Builds", " "] }, "permissions[1]", '(got " ")'],
  [
    "30",
    "null for an entry",
    type,
    { ...rest, permissions: [null] },
    "permissions[0]",
    "strings",
    "(got null)",
  ],
];

const LOCAL_65 = `${"a".repeat(65)}@acme.test`;
const LONG_DOMAIN = `${"d".repeat(60)}.`.repeat(4);

const badEmails: [string, unknown][] = [
  ["an empty one", ""],
  ["no @", "alice.acme.test"],
  ["two @", "a@b@acme.test"],
  ["two @, one in quotes", '"a@b"@acme.test'],
  ["no dot in the domain", "a@b"],
  ["a dot at the beginning", ".alice@acme.test"],
  ["a blank", "ali ce@acme.test"],
  ["a blank at the end", "alice@acme.test "],
  ["a display name", "Alice <alice@acme.test>"],
  ["mailto:", "mailto:alice@acme.test"],
  ["a comma at the end", "alice@acme.test,"],
  ["more than 254 characters", `alice@${LONG_DOMAIN}${"e".repeat(30)}.test`],
  ["more than 64 characters before the @", LOCAL_65],
  ["a control character", "ali\u0007ce@acme.test"],
  ["a direction mark", "ali\u202Ece@acme.test"],
  ["an isolate mark", "ali\u2066ce@acme.test"],
];

const G = "SamlGroupMapping";
const groups: Row[] = [
  ["41", "an empty group", G, { groupName: "" }, "groupName", "must not be empty or blank"],
  ["41", "a blank group", G, { groupName: " " }, "groupName", "must not be empty or blank"],
  ["41", "no group", G, {}, "groupName", "is missing: set it"],
  ["42", "a space before a group", G, { groupName: " a" }, "white space", "remove it"],
  ["42", "a space after a group", G, { groupName: "a " }, "white space", "remove it"],
  // There is no exactWhitespace here: an option that this provider doesn't have is an unknown property.
  ["42", "exactWhitespace", G, { groupName: "a", exactWhitespace: true }, '"exactWhitespace"', "remove it"],
  ["43", "a newline in a group", G, { groupName: "a\nb" }, "groupName", "control", String.raw`a\nb`],
  ["44", "a group that is too long", G, { groupName: "x".repeat(257) }, "at most 256 characters", "x…"],
  ["45", "a wildcard", G, { groupName: "dev-*" }, "groupName", "matches groups exactly", '"dev-*"'],
];

const K = "AutomationKey";
/** The same rows again, where faults.md refers to them for another resource. */
const as = (line: number, rows: Row[]): Row[] => rows.map(([of, ...row]) => [`${line}, as ${of}`, ...row]);

/** Every input that is refused before any call, a row each. */
export const badInputs: readonly Row[] = [
  ...named("ApiToken"),
  ...permitted("ApiToken"),
  ...badEmails.map(([what, email]): Row => [
    "35",
    what,
    "User",
    { email },
    "User.email",
    "one e-mail address",
  ]),
  ["35", "no e-mail", "User", {}, "User.email", "is missing: set it"],
  ["35", "an e-mail that is a list", "User", { email: ["a@b.cd"] }, "User.email", "must be a string"],
  ...as(37, permitted("User", { email: "a@acme.test" })),
  // The rails are configuration, no inputs: see test/api/rail-settings.test.ts and test/pulumi/rails.test.ts.
  ["39", "minAdmins", "User", { email: "a@acme.test", minAdmins: 2 }, '"minAdmins"', "remove it"],
  ["40", "another end than AppTego has", "User", { email: "a@acme.test", onDestroy: "keep" }, "'retain'"],
  ...groups,
  ...as(48, permitted(G, { groupName: "a" })),
  ...as(49, named(K)),
  [
    "50",
    "permissions of a key",
    K,
    { permissions: [] },
    '"permissions"',
    "remove it",
    "name, enabled, rotateOn",
  ],
  ["51", "a text for a switch", K, { enabled: "true" }, "enabled", "must be true or false", '(got "true")'],
  ["51", "a number for a switch", K, { enabled: 1 }, "enabled", "must be true or false", "(got 1)"],
  [
    "55",
    "a typo",
    "ApiToken",
    { premissions: [] },
    '"premissions" (did you mean "permissions"?)',
    "remove it",
  ],
  ["55", "a typo", "User", { email: "a@acme.test", onDestory: "retain" }, 'did you mean "onDestroy"'],
  ["55", "an output", "ApiToken", { tokenKey: "x" }, "tokenKey is an output", "remove it"],
];
