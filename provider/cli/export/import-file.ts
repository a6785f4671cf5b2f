import { HIDDEN, providerText } from "../../pulumi/hidden-inputs";
import { canonicalPermissions, unknownPermissions } from "../../api/permissions";
import { DRIFT_KINDS, type Kind } from "../drift/kinds";
import type { Exported } from "./objects";

const ID_OUTPUTS: Readonly<Record<Kind, string>> = {
  user: "userId",
  token: "tokenKey",
  mapping: "mappingId",
  key: "keyId",
};

/** One resource of the file. Source: Pulumi's `pulumi import --file`; inputs and outputs are read from CLI 3.254 on. */
export interface ImportedResource {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly parent?: string;
  readonly component?: true;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What the file holds. */
export interface ImportFile {
  readonly resources: readonly ImportedResource[];
}

/** The component that `tenant.yaml` is read by. */
export interface ImportParent {
  readonly type: string;
  readonly name: string;
  /** The name of an object's resource in it. */
  readonly childName: (object: Exported) => string;
}

/**
 * What `pulumi import --file` takes over without asking the provider, which it can't for dynamic resources: each resource
 * as the option `import` would leave it in the state.
 */
export function importFileOf(
  objects: readonly Exported[],
  tenantId: string,
  parent?: ImportParent,
): ImportFile {
  const component = parent && { type: parent.type, name: parent.name, component: true as const };
  return {
    resources: [
      ...(component ? [component] : []),
      ...objects.map((object) => ({
        type: `pulumi-nodejs:dynamic/apptego:${DRIFT_KINDS[object.kind].type}`,
        name: parent?.childName(object) ?? object.name,
        id: object.id,
        ...(parent && { parent: parent.name }),
        ...propertiesOf(object, tenantId),
      })),
    ],
  };
}

function propertiesOf({ kind, id, live }: Exported, tenantId: string) {
  const { type, identity } = DRIFT_KINDS[kind];
  const { permissions, enabled } = live.properties;
  const hidden = {
    [HIDDEN.import]: id,
    [HIDDEN.provider]: providerText(type),
  };
  const held = Array.isArray(permissions) ? canonicalPermissions(permissions as string[]) : undefined;
  const unknown = new Set(unknownPermissions(held ?? []));
  return {
    inputs: {
      [identity]: live.name,
      ...(held && { permissions: held.filter((key) => !unknown.has(key)) }),
      ...(enabled !== undefined && { enabled }),
      ...hidden,
    },
    outputs: {
      ...live.properties,
      ...(held && { permissions: held }),
      [ID_OUTPUTS[kind]]: id,
      ...(kind === "user" && { adopted: true }),
      ...((kind === "token" || kind === "key") && live.createdAt !== undefined
        ? { createdAt: live.createdAt }
        : {}),
      ...hidden,
      [HIDDEN.tenant]: tenantId,
    },
  };
}
