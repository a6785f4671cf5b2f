import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as policySdk from "@pulumi/policy";
import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { setUpProject } from "../../scripts/engine/project";

/** A resource as a policy meets it; `type` may be just our type's name. */
export interface Judged {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly name?: string;
}

/** Properties as the SDK hands them to a policy: what isn't known throws when it is read. The SDK exports it without a type. */
export const handed = Reflect.get(policySdk, "unknownCheckingProxy") as (
  props: object,
) => Record<string, unknown>;

type Config = Readonly<Record<string, unknown>>;

function defaultsOf({ configSchema }: Pick<ResourceValidationPolicy, "configSchema">): Config {
  const settings = Object.entries(configSchema?.properties ?? {});
  return Object.fromEntries(settings.map(([name, { default: value }]) => [name, value]));
}

/** A resource as the engine hands it over. */
function asHanded({ type, props, name = "it" }: Judged): PolicyResource {
  const full = type.includes(":") ? type : `pulumi-nodejs:dynamic/apptego:${type}`;
  return {
    type: full,
    name,
    urn: `urn:pulumi:dev::acme::${full}::${name}`,
    props: handed(props),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

function shared(policy: ResourceValidationPolicy | StackValidationPolicy, config: Config) {
  const whole = { ...defaultsOf(policy), ...config };
  return {
    stackTags: new Map<string, string>(),
    getConfig: (() => whole) as ResourceValidationArgs["getConfig"],
    notApplicable: () => {
      throw new Error("not applicable");
    },
  };
}

/** What a policy says of a resource, with its defaults where the configuration says nothing. */
export async function violationsOf(
  policy: ResourceValidationPolicy,
  resource: Judged,
  config: Config = {},
): Promise<string[]> {
  const said: string[] = [];
  const args = { ...asHanded(resource), ...shared(policy, config), asType: () => undefined };
  for (const validate of [policy.validateResource ?? []].flat())
    await validate(args, (message) => said.push(message));
  return said;
}

/** What a policy says of a stack. */
export async function stackViolationsOf(
  policy: StackValidationPolicy,
  resources: readonly Judged[],
  config: Config = {},
): Promise<string[]> {
  const said: string[] = [];
  const args = { ...shared(policy, config), resources: resources.map(asHanded) };
  await policy.validateStack(args, (message) => said.push(message));
  return said;
}

/**
 * A policy pack that `--policy-pack` takes, and the environment in which an engine can run it. Pulumi's CLI runs packs
 * of `runtime: nodejs` by its language host; one that is built from Go modules is too old for that, but every engine
 * still asks `pulumi-analyzer-policy-<runtime>` for a runtime that has no language host.
 */
export async function putPack(folder: string, index: string, searchPath = process.env["PATH"] ?? "") {
  const runtime = "checkout";
  const [pack, bin] = [path.join(folder, "pack"), path.join(folder, "bin")];
  await mkdir(bin, { recursive: true });
  await mkdir(pack, { recursive: true });
  const analyzer = path.join(bin, `pulumi-analyzer-policy-${runtime}`);
  const script = `require.resolve("@pulumi/pulumi/cmd/run-policy-pack")`;
  await writeFile(analyzer, `#!/bin/sh\nexec node "$(node -p '${script}')" "$@"\n`);
  await chmod(analyzer, 0o755);
  await setUpProject(pack, {
    "PulumiPolicy.yaml": `runtime: ${runtime}\n`,
    "package.json": JSON.stringify({
      name: "acme-policies",
      version: "1.2.3",
      private: true,
      main: "index.js",
    }),
    "index.js": index,
  });
  return { pack, env: { PATH: [bin, searchPath].join(path.delimiter) } };
}
