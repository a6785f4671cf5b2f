import type { Seed } from "../../provider/sandbox";

/** A tenant whose names are as bad as people make them, and worse; all of it is of the same second, so ids tell the order. */
export const HOSTILE_SEED: Seed = {
  users: [
    { email: "owner@acme.test", owner: true, permissions: ["Users & API Management"] },
    { email: "o'hara+x@acme.test", permissions: ["Builds", "Custom Messages"] },
    { email: "O.Hara+X@acme.test", status: "invited" },
  ],
  tokens: [
    { key: "tok-1", name: "in use", permissions: ["Users & API Management"] },
    { key: "tok-2", name: 'ci"); process.exit(1); ("', permissions: ["Builds"] },
    { key: "tok-3", name: "ci", permissions: [] },
    { key: "tok-4", name: "ci", permissions: ["Builds"] },
    { key: "tok-5", name: " blank ", permissions: [] },
    { key: "tok-6", name: "a\n*/ process.exit(1); //\u2028process.exit(1)\u202E", permissions: [] },
    { key: "tok-7", name: "left [pu-0123456789]", permissions: [] },
    { key: "tok-8", name: "${process.exit(1)} `${process.exit(1)}`", permissions: [] },
    { key: "tok-9", name: "constructor", permissions: [] },
  ],
  mappings: [
    { group: "Entwickler Köln", permissions: ["Configuration", "Certificates"] },
    { group: "# not: a [comment]", permissions: [] },
    { group: "__proto__", permissions: [] },
    { group: "true", permissions: [] },
    { group: "acme-*", permissions: [] },
  ],
  keys: [
    { id: "tok-key-1", name: "ci", enabled: false },
    { id: "tok-key-2", name: "日本語", enabled: true },
  ],
};
