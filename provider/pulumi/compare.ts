import type { dynamic } from "@pulumi/pulumi";
import type { AnyResource } from "../resources";
import { differences, type State } from "../resources/lifecycle";
import { isUnresolved } from "../resources/unresolved";
import { visible } from "./hidden-inputs";

/** What has to happen so that a resource becomes what the program wishes for: the engine's diff. */
export function compare(
  resource: AnyResource,
  id: string,
  olds: State,
  news: Readonly<Record<string, unknown>>,
): dynamic.DiffResult {
  if (isUnresolved(id))
    return { changes: true, replaces: [...resource.replaceOn], deleteBeforeReplace: true };
  const changed = differences(resource, olds, visible(news));
  return {
    changes: changed.length > 0,
    replaces: changed.filter((field) => resource.replaceOn.includes(field)),
  };
}
