import * as oracle from "./oracle";
import type { Note } from "./oracle";
import type { Rails } from "./scenario";
import type { ServerUnderTest } from "./server-under-test";

/** Looks at each moment whether a call of the provider took an administrator whom the rails keep (I9). */
export function watchAdministrators(server: ServerUnderTest, rails: () => Rails | undefined, note: Note) {
  let administrators = oracle.administratorsOf(server.content());
  let requiredOnes: readonly string[] = [];
  const look = () => {
    const content = server.content();
    const now = oracle.administratorsOf(content);
    const { minAdministrators: least = 1, requiredAdministrators = [] } = rails() ?? {};
    if (now < least && now < administrators) note("I9", [`${String(now)} administrators are left`]);
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
      administrators = 0;
      requiredOnes = [];
      look();
    },
  };
}
