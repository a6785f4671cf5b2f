import { describe, expect, test } from "vitest";
import { escalationsOf, kindOf, notesOf, sentencesOf, unknownKeys } from "../../../provider/cli/access/words";
import { compared, partial, plain } from "./sample";

describe("The report in words", () => {
  test("says who there is, who administers and what differs", () => {
    expect(sentencesOf(plain())).toEqual([
      "the tenant: 3 people, 1 API token. Users & API Management: 1 person.",
    ]);
    expect(sentencesOf(compared())[1]).toBe("Compared to the state of prod: 1 new, 1 gone, 1 changed.");
  });

  test("says what isn't known, and why", () => {
    expect(notesOf(partial())).toEqual([
      "What 1 of them may do is a secret: of a state, --decrypt reads it.",
      "The SAML groups couldn't be listed, so nothing is said of them: AppTego said no",
    ]);
  });

  test("says of each what it is", () => {
    expect(compared().rows.map(kindOf)).toEqual([
      "person, changed",
      "person, invited, new",
      "person, gone",
      "person, owner",
      "API token",
    ]);
    expect(unknownKeys(compared().rows)).toEqual(["zap"]);
  });

  test("says who escalates", () => {
    expect(escalationsOf(compared().rows)).toEqual([
      { name: "alice@acme.test", gains: "Users & API Management" },
    ]);
  });
});
