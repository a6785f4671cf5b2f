import * as oracle from "./oracle";
import type { Note } from "./oracle";
import type { Rails } from "./scenario";
import type { ServerUnderTest } from "./server-under-test";

/** So long the provider may go by a list that doesn't show yet whom a person made an administrator (docs/rails.md). */
const UNSEEN_MS = 2_000;

/** Looks at each moment whether a call of the provider took an administrator whom the rails keep (I9). */
export function watchAdministrators(
  server: Pick<ServerUnderTest, "content" | "journal">,
  rails: () => Rails | undefined,
  note: Note,
  now: () => number,
) {
  let administrators = oracle.administratorsOf(server.content());
  let requiredOnes: readonly string[] = [];
  /** Whom a person made one since the users were listed last: no provider can know of them. */
  let unseen = new Map<string, number>();
  let calls = 0;
  const read = () => {
    const news = server.journal().slice(calls);
    calls += news.length;
    if (news.some(({ operation, applied }) => operation === "getUsers" && applied)) unseen = new Map();
  };
  const isUnseen = (email: string) => now() - (unseen.get(email) ?? -Infinity) <= UNSEEN_MS;
  const look = () => {
    read();
    const content = server.content();
    const left = oracle.administratorsOf(content);
    const { minAdministrators: least = 1, requiredAdministrators = [] } = rails() ?? {};
    const seen = (all: ReadonlySet<string>) => [...all].filter((email) => !isUnseen(email)).length;
    if (left.size < least && seen(left) < seen(administrators))
      note("I9", [`${String(left.size)} administrators are left`]);
    administrators = left;
    const kept = requiredAdministrators.filter((email) => oracle.administrates(content, email));
    const lost = requiredOnes.filter((email) => !kept.includes(email));
    note(
      "I9",
      lost.map((email) => `${email} isn't one any more`),
    );
    requiredOnes = kept;
  };
  const lookAnew = () => {
    administrators = new Set();
    requiredOnes = [];
    look();
  };
  return {
    look,
    /** After the rules changed: what was before is no loss. */
    lookAnew,
    /** While a person does something: what a person takes is the person's doing. */
    during<Result>(deed: () => Result): Result {
      look();
      const before = administrators;
      const result = deed();
      lookAnew();
      for (const email of administrators) if (!before.has(email)) unseen.set(email, now());
      return result;
    },
  };
}
