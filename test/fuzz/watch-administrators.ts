import * as oracle from "./oracle";
import type { Note } from "./oracle";
import type { Rails } from "./scenario";
import type { ServerUnderTest } from "./server-under-test";

/** Looks at each moment whether a call of the provider took an administrator whom the rails keep (I9). */
export function watchAdministrators(
  server: Pick<ServerUnderTest, "content" | "journal">,
  rails: () => Rails | undefined,
  note: Note,
) {
  let administrators = oracle.administratorsOf(server.content());
  let requiredOnes: readonly string[] = [];
  /** Whom a person made one since the users were listed last: no provider can know of them. */
  let unseen = new Set<string>();
  let calls = 0;
  const read = () => {
    const news = server.journal().slice(calls);
    calls += news.length;
    if (news.some(({ operation, applied }) => operation === "getUsers" && applied)) unseen = new Set();
  };
  const look = () => {
    read();
    const content = server.content();
    const now = oracle.administratorsOf(content);
    const { minAdministrators: least = 1, requiredAdministrators = [] } = rails() ?? {};
    const seen = (all: ReadonlySet<string>) => [...all].filter((email) => !unseen.has(email)).length;
    if (now.size < least && seen(now) < seen(administrators))
      note("I9", [`${String(now.size)} administrators are left`]);
    administrators = now;
    const kept = requiredAdministrators.filter((email) => oracle.administrates(content, email));
    const lost = requiredOnes.filter((email) => !kept.includes(email));
    note(
      "I9",
      lost.map((email) => `${email} isn't one any more`),
    );
    requiredOnes = kept;
  };
  return {
    look,
    /** After a person's deed: what a person takes is the person's doing. */
    lookAnew: () => {
      read();
      const before = administrators;
      administrators = new Set();
      requiredOnes = [];
      look();
      for (const email of administrators) if (!before.has(email)) unseen.add(email);
    },
  };
}
