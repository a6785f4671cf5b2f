import { type Contract, type Operation, operations } from "../../api/contract";
import { UnexpectedReplyError } from "../../api/errors";
import type { Judged, Told } from "./judge-contract";
import type { Check, JudgedAssumption } from "./report";

/** Assumptions of one operation of which the same is to be said. */
export interface AssumptionGroup {
  readonly operation: string;
  readonly verdict: JudgedAssumption["verdict"];
  /** One sentence for all of them. */
  readonly facts: string;
}

const ASPECTS = { path: "", request: "request: ", reply: "reply: ", pages: "" } as const;

const wordsFor = ({ aspect, fact, says }: JudgedAssumption) =>
  `${aspect === "path" || aspect === "pages" ? "" : `the ${aspect}'s field `}${fact}: ${says ?? "it isn't so"}`;

/** Facts of an operation in one sentence; what is said of all of them is said once. */
function sentence(group: readonly JudgedAssumption[]): string {
  const reasons = new Set(group.map(({ says }) => says));
  const [reason] = reasons;
  const alike = group.length > 1 && reasons.size === 1 && reason !== undefined;
  const parts = Object.entries(ASPECTS).flatMap(([aspect, title]) => {
    const own = group.filter((one) => one.aspect === aspect);
    const facts = own.map(({ fact, says }) => (alike || says === undefined ? fact : `${fact} (${says})`));
    return facts.length === 0 ? [] : [`${title}${facts.join(", ")}`];
  });
  return `${parts.join("; ")}${alike ? ` (${reason})` : ""}`;
}

/** The assumptions, those of one operation and verdict together. */
export function grouped(assumptions: readonly JudgedAssumption[]): AssumptionGroup[] {
  const groups = new Map<string, JudgedAssumption[]>();
  for (const assumption of assumptions) {
    const key = `${assumption.operation} ${assumption.verdict}`;
    groups.set(key, [...(groups.get(key) ?? []), assumption]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ operation: first.operation, verdict: first.verdict, facts: sentence(group) }];
  });
}

/** What a person has to know of the contract: each read that isn't as it should be, and what can't be tried. */
export function contractChecks(
  { told, assumptions, corrections }: Pick<Judged, "told" | "assumptions" | "corrections">,
  contract: Contract,
): Check[] {
  const area = "contract";
  const reads = told.map((one): Check => {
    const { operation: title } = one;
    const wrong = [
      ...assumptions
        .filter(({ operation, verdict }) => operation === title && verdict === "wrong")
        .map(wordsFor),
      ...documentedFaults(one, contract[title]),
    ];
    if (wrong.length > 0) {
      const todo =
        title in corrections
          ? "put the correction below into your contract file, or let --write-contract write it"
          : "it can't be told how it is called: ask AppTego's support, and put that into your contract file";
      return { area, title, result: "wrong", says: [...new Set(wrong)].join("; "), todo };
    }
    if (one.error !== undefined) return { area, title, result: "unknown", says: one.error.message };
    const own = assumptions.filter(
      ({ operation, verdict }) => operation === title && verdict === "confirmed",
    );
    return {
      area,
      title,
      result: "ok",
      says: own.length === 0 ? "as documented" : `${own.length} assumptions confirmed`,
    };
  });
  const untried = assumptions.filter(({ verdict }) => verdict === "not testable without writing");
  const writes = new Set(untried.map(({ operation }) => operation)).size;
  return [
    ...reads,
    {
      ...{ area, title: "writes", result: "unknown" },
      says: `${untried.length} assumptions about ${writes} operations aren't testable without writing`,
    },
  ];
}

/** What is wrong with a reply that is documented. */
function documentedFaults({ operation, inspected, error }: Told, { source }: Operation): string[] {
  if (source.bodies === "assumed") return [];
  if (error instanceof UnexpectedReplyError) return [error.message];
  const { reply } = operations[operation];
  return (inspected?.fields ?? []).flatMap(({ field, verdict, says = "" }) =>
    verdict === "wrong" && field in reply.shape ? [`the reply's field ${field}: ${says}`] : [],
  );
}
