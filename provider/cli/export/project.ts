import { stringify } from "yaml";
import { VERSION } from "../../api/version";
import { json } from "../terminal/output";
import { importFileOf } from "./import-file";
import type { Selection } from "./objects";
import { typescriptProgram } from "./typescript";
import { COMPONENT, tenantYaml } from "./yaml";

/** What the tenant can be exported as. */
export const FORMS = ["typescript", "yaml"] as const;
export type Form = (typeof FORMS)[number];

const TSCONFIG = {
  compilerOptions: {
    ...{ target: "es2022", module: "node16", moduleResolution: "node16", strict: true },
    ...{ skipLibCheck: true, types: ["node"], noEmit: true },
  },
  files: ["index.ts"],
};

const YAML_PROGRAM = `import * as apptego from "pulumi-apptego";

apptego.TenantAccess.fromFile("tenant.yaml");
`;

/** The files of the Pulumi project by name, in the order in which they are read. */
export function projectFiles(
  form: Form,
  { objects }: Pick<Selection, "objects">,
  { project, tenantId }: { readonly project: string; readonly tenantId: string },
): Readonly<Record<string, string>> {
  const origin = `Written by \`apptego export\` ${VERSION}: what the tenant ${tenantId} held.`;
  const isYaml = form === "yaml";
  const description = `What the AppTego tenant ${tenantId} holds.`;
  const manifest = {
    ...{ name: project.toLowerCase(), private: true, main: "index.ts" },
    dependencies: { "@pulumi/pulumi": "^3.150.0", "pulumi-apptego": `^${VERSION}` },
    devDependencies: { "@types/node": "^20.0.0", typescript: "^5.9.3" },
  };
  return {
    ...(isYaml && { "tenant.yaml": tenantYaml(objects, origin) }),
    "index.ts": isYaml ? YAML_PROGRAM : typescriptProgram(objects, origin),
    "Pulumi.yaml": stringify({ name: project, description, runtime: "nodejs" }),
    "package.json": `${json(manifest)}\n`,
    "tsconfig.json": `${json(TSCONFIG)}\n`,
    "import.json": `${json(importFileOf(objects, tenantId, isYaml ? COMPONENT : undefined))}\n`,
  };
}
