import { KINDS, type Kind } from "../drift/kinds";
import type { Exported } from "./objects";
import { comment, literal } from "./text";

const WIDTH = 110;

const TYPES = { user: "User", token: "ApiToken", mapping: "SamlGroupMapping", key: "AutomationKey" } as const;
const IDENTITIES = { user: "email", token: "name", mapping: "groupName", key: "name" } as const;

const HEADS: Readonly<Record<Kind, string>> = {
  user: 'People. They were members before, so destroying the stack leaves them in the tenant; onDestroy: "remove" changes that.',
  token: "API tokens: taken over without their secrets, see above.",
  mapping: "Groups of the identity provider.",
  key: "Automation keys: taken over without their secrets, see above.",
};

/** How a program gets the date of a credential's last rotation; `apptego rotate --apply` writes it. */
const ROTATION = `${comment(
  "Credentials. AppTego shows a secret once, when it issues it, so the stack has none of those that are taken over: whoever uses them goes on as before. To get a secret into the stack, rotate: a changed `rotateOn` issues a new credential and deletes the old one afterwards, so give the new one's `authorization` to whoever needs it. Here `rotateOn` is the date that the stack's configuration holds for the resource's name, which `apptego rotate --stack <stack> --apply` sets, or you:",
)}
//   pulumi config set --path 'apptego-rotate:dates["EXAMPLE"]' <today, as in 2030-12-31>
const dates = new Map(
  Object.entries(new pulumi.Config("apptego-rotate").getObject<Record<string, string>>("dates") ?? {}),
);
function rotation(name: string): { date: string } | undefined {
  const date = dates.get(name);
  return date === undefined ? undefined : { date };
}`;

/** The program that declares the objects, as `index.ts`. */
export function typescriptProgram(objects: readonly Exported[], origin: string): string {
  const isCredential = ({ kind }: Exported) => kind === "token" || kind === "key";
  const example = objects.find(isCredential)?.name;
  const sections = KINDS.flatMap((kind) => {
    const own = objects.filter((object) => object.kind === kind);
    if (own.length === 0) return [];
    return [[comment(HEADS[kind]), ...own.map(declaration)].join("\n\n")];
  });
  return `${[
    [
      comment(origin),
      comment(
        "`import` takes over what is there, as it is. Once `pulumi up` has done that, it may stay or go.",
      ),
      ...(example === undefined ? [] : [`import * as pulumi from "@pulumi/pulumi";`]),
      `import * as apptego from "pulumi-apptego";`,
    ].join("\n"),
    ...(example === undefined ? [] : [ROTATION.replace("EXAMPLE", () => example)]),
    ...sections,
  ].join("\n\n")}\n`;
}

function declaration(object: Exported): string {
  const { kind, name, notes } = object;
  const parts = [literal(name), record(argumentsOf(object)), record(optionsOf(object))];
  const line = `new apptego.${TYPES[kind]}(${parts.join(", ")});`;
  const declared =
    line.length <= WIDTH
      ? line
      : `new apptego.${TYPES[kind]}(\n${parts.map((part) => `  ${part},\n`).join("")});`;
  return [...notes.map(comment), declared].join("\n");
}

function argumentsOf({ kind, name, title, isNamed, permissions, enabled }: Exported): [string, string][] {
  return [
    ...(isNamed ? [[IDENTITIES[kind], literal(title)] as [string, string]] : []),
    ...(permissions ? [["permissions", `[${permissions.map(literal).join(", ")}]`] as [string, string]] : []),
    ...(enabled === undefined ? [] : [["enabled", String(enabled)] as [string, string]]),
    ...(kind === "token" || kind === "key"
      ? [["rotateOn", `rotation(${literal(name)})`] as [string, string]]
      : []),
  ];
}

function optionsOf({ id, protect }: Exported): [string, string][] {
  return [["import", literal(id)], ...(protect ? [["protect", "true"] as [string, string]] : [])];
}

function record(entries: readonly (readonly [string, string])[]): string {
  return `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
}
