import type { dynamic } from "@pulumi/pulumi";
import { redactor } from "../api/redact";
import type { AnyResource } from "../resources";
import { check } from "../resources/check";
import { sameKeepers } from "../resources/computed-name";
import type { Tenant } from "../resources/tenant";
import { HIDDEN, visible } from "./hidden-inputs";
import { lookUp, mismatches } from "./import";
import { answerRollCall, hold, noteMoved, remember, toImport } from "./known-states";
import { learnSecretInputs, secretInputsOf } from "./secrecy";

type Properties = Readonly<Record<string, unknown>>;

/** Inputs in canonical form, or why they can't be taken: the engine's check. */
export async function checkInputs(
  resource: AnyResource,
  tenant: Tenant,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult> {
  const secret = secretInputsOf(news);
  const given = visible(news);
  learnSecretInputs(news);
  learnSecretInputs(olds);
  remember(resource, tenant, olds);
  noteMoved(resource, tenant, olds, news);
  answerRollCall(resource, tenant, news);
  const unnamed = "name" in resource.inputs.shape && (given["name"] ?? undefined) === undefined;
  const computed = unnamed ? { name: nameFor(olds, news) } : {};
  let { inputs, failures } = check(resource, given, secret, computed);
  const id = Object.keys(olds).length === 0 ? toImport(resource, tenant, news) : undefined;
  if (id !== undefined) hold(resource, tenant, id, {});
  if (id !== undefined && failures.length === 0) {
    const live = await lookUp(resource, tenant, id);
    if (unnamed && live !== undefined) inputs = { ...inputs, name: live["name"] };
    failures = mismatches(resource, id, live, inputs, secret);
  }
  const forbidden = failures.length === 0 ? (resource.announce?.(tenant, inputs) ?? []) : [];
  return {
    inputs: {
      ...inputs,
      ...(news[HIDDEN.import] !== undefined && { [HIDDEN.import]: news[HIDDEN.import] }),
      ...(news[HIDDEN.deleteBeforeReplace] === true && { [HIDDEN.deleteBeforeReplace]: true }),
      ...(news[HIDDEN.mayLive] === true && { [HIDDEN.mayLive]: true }),
      ...(secret.size > 0 && { [HIDDEN.secretInputs]: [...secret] }),
    },
    // The engine prints the value of a property that a failure names, also of a secret one: so the reason names it.
    failures: [...failures.map(({ message }) => message), ...forbidden].map((message) => ({
      property: "",
      reason: redactor.clean(message),
    })),
  };
}

/** The name of a credential that the program leaves unnamed: it stays as it is, unless a new credential is asked for. */
function nameFor(olds: Properties, news: Properties): unknown {
  const rotates = !sameKeepers(olds["rotateOn"], news["rotateOn"]);
  return rotates ? news[HIDDEN.computedName] : (olds["name"] ?? news[HIDDEN.computedName]);
}
