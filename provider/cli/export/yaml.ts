import { Document, isMap, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Exported, Selection, Skipped } from "./objects";
import { lines } from "./text";
import type { ImportParent } from "./import-file";
import { type Kind, KINDS } from "../drift/kinds";

const SECTIONS: Readonly<Record<Kind, string>> = {
  user: "users",
  token: "tokens",
  mapping: "groups",
  key: "keys",
};
const PREFIXES: Readonly<Record<Kind, string>> = {
  user: "user",
  token: "token",
  mapping: "group",
  key: "key",
};

const SECRETS =
  "Taken over without the secrets, which AppTego shows once: whoever uses these goes on as before. To get a secret into the stack, rotate: a changed rotateOn issues a new one and deletes the old one afterwards, so give the new one's authorization to whoever needs it. Write rotateOn: { date: 2030-12-31 } with today's date into the entry, or let `apptego rotate --apply` do it.";
const HEADS: Readonly<Partial<Record<Kind, string>>> = {
  user: "They were members before, so destroying the stack leaves them in the tenant; onDestroy: remove changes that.",
  token: SECRETS,
  key: SECRETS,
};

const SCHEMA = "yaml-language-server: $schema=node_modules/pulumi-apptego/schemas/tenant-access.schema.json";

/** The component that reads the file. Names of resources: provider/pulumi/tenant-access.ts. */
export const COMPONENT: ImportParent = {
  type: "apptego:index:TenantAccess",
  name: "tenant",
  childName: (object) => {
    const key = keyOf(object);
    return `tenant-${PREFIXES[object.kind]}-${object.kind === "user" ? key.toLowerCase() : key}`;
  },
};

/** The key of an object's entry. */
function keyOf({ kind, name, title }: Exported): string {
  return kind === "user" || kind === "mapping" ? title : name;
}

/** The selection as `tenant.yaml` can hold it: an entry goes by its key. */
export function forYaml(selection: Selection): Selection {
  const refused = selection.objects.filter((object) => keyOf(object) === "__proto__");
  const skipped = refused.map(({ kind, id, title }): Skipped => ({
    ...{ kind, id, title, reason: "an entry of tenant.yaml can't have this name: use --to typescript" },
  }));
  return {
    ...selection,
    objects: selection.objects.filter((object) => !refused.includes(object)),
    skipped: [...selection.skipped, ...skipped],
  };
}

/** The file that TenantAccess reads: an entry a line. */
export function tenantYaml(objects: readonly Exported[], origin: string): string {
  const document = new Document({});
  const hasIndent = (text: string) =>
    lines(text)
      .map((line) => ` ${line}`)
      .join("\n");
  for (const kind of KINDS) {
    const own = objects.filter((object) => object.kind === kind);
    if (own.length === 0) continue;
    const section = document.createNode({}) as YAMLMap;
    for (const object of own) {
      const entry = document.createNode(entryOf(object), { flow: true });
      const pair = document.createPair(keyOf(object), entry) as Pair<Scalar>;
      if (object.notes.length > 0) pair.key.commentBefore = object.notes.map(hasIndent).join("\n");
      section.items.push(pair);
    }
    const pair = document.createPair(SECTIONS[kind], section) as Pair<Scalar>;
    const head = HEADS[kind];
    if (head !== undefined) pair.key.commentBefore = hasIndent(head);
    if (isMap(document.contents)) {
      pair.key.spaceBefore = document.contents.items.length > 0;
      document.contents.items.push(pair);
    }
  }
  const body = document.toString({ lineWidth: 0 });
  const head = [
    SCHEMA,
    ...lines(origin),
    ...lines(
      "`import` takes over what is there, as it is. Once `pulumi up` has done that, it may stay or go.",
    ),
  ];
  return `${head.map((line) => `# ${line}`).join("\n")}\n\n${body}`;
}

function entryOf({ kind, id, title, isNamed, permissions, enabled, protect }: Exported) {
  return {
    ...((kind === "token" || kind === "key") && isNamed && { name: title }),
    ...(permissions && { permissions }),
    ...(enabled !== undefined && { enabled }),
    import: id,
    ...(protect && { protect }),
  };
}
