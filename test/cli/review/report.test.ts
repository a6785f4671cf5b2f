import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readPreview } from "../../../provider/cli/review/read-preview";
import { exitOf, publishedReview, reviewJsonSchema, reviewOf } from "../../../provider/cli/review/report";
import { person, previewOf, recordedPreview, urnOf } from "./previews";

const ADMIN = "user_and_api_management";
const recorded = (name: Parameters<typeof recordedPreview>[0]) => readPreview(name, recordedPreview(name));

describe("A review", () => {
  test("finds nothing where nothing changes, also where a secret stays", () => {
    const token = { name: "[secret]", permissions: "[secret]" };
    const steps = [
      person("alice", [ADMIN], [ADMIN]),
      { op: "same", type: "ApiToken", name: "ci", before: token, after: token },
    ];

    expect(reviewOf(previewOf(steps))).toMatchObject({ verdict: "nothing", credentials: [], others: [] });
    expect(reviewOf(recorded("same")).verdict).toBe("nothing");
  });

  test("finds changes, and what leaves the stack but stays", () => {
    const kept = { op: "delete", before: { email: "a@b.cd", permissions: [ADMIN], onDestroy: "retain" } };
    const review = reviewOf(previewOf([kept]));

    expect(review).toMatchObject({
      verdict: "changes",
      retained: [{ urn: urnOf("User", "alice"), name: "User alice" }],
      rows: [{ state: "same", permissions: [ADMIN] }],
    });
    expect(exitOf(review)).toBeUndefined();
  });

  test("is refused by a rail, and ends the command by that, or by another change than was expected", () => {
    const refused = reviewOf(recorded("sames"), { maxRemovals: { count: 0 } });

    expect(refused.verdict).toBe("refused");
    expect(exitOf(refused)).toBe("refused");
    expect(exitOf(refused, refused.hash)).toBe("refused");
    expect(exitOf(refused, "0".repeat(64))).toBe("changed");
  });
});

describe("The JSON schema of a review", () => {
  const validate = new Ajv().compile(reviewJsonSchema());

  test.for(["create", "sames", "same", "destroy"] as const)("takes that of the preview %s", (name) => {
    const rails = {
      minAdministrators: 2,
      requireAdministrator: ["alice@acme.test"],
      maxRemovals: { percent: 25 },
    };
    validate(JSON.parse(JSON.stringify(publishedReview(reviewOf(recorded(name), rails)))));

    expect(validate.errors).toBeNull();
  });

  test("in the repository is up to date", () => {
    const file = path.join(__dirname, "../../../schemas/review.schema.json");

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(reviewJsonSchema());
  });
});
