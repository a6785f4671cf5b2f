import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../provider/cli/review/report";
import {
  differing,
  eventOf,
  headlineOf,
  labels,
  mayOf,
  othersOf,
  powerOf,
  remarksOf,
} from "../../../provider/cli/review/words";
import { person, previewOf, type StepLike } from "./previews";

const ADMIN = "user_and_api_management";
const BUILDS = "build_applications";
const review = (steps: readonly StepLike[], more = {}) =>
  reviewOf(previewOf(steps, more), { maxRemovals: { count: 0 } });
const bucket = (name: string, op: string): StepLike => ({
  op,
  type: "aws:s3:Bucket",
  name,
  before: {},
  after: {},
});
const STEPS = [
  person("alice", [BUILDS], [ADMIN, "modify_tenant_settings"]),
  person("bob", undefined, []),
  person("carol", [BUILDS]),
  person("dave", [BUILDS], [BUILDS]),
];

describe("The words of a review", () => {
  test("put it into one sentence, the worst first", () => {
    expect(headlineOf(review(STEPS))).toBe(
      "1 rail broken, 1 escalation, 1 person removed, 1 new person, 1 gains permissions, 1 loses permissions",
    );
    expect(headlineOf(review([person("dave", [BUILDS], [BUILDS])]))).toBe("Nobody gains or loses anything");
    expect(headlineOf(review([{ ...person("bob", [BUILDS]), options: { retainOnDelete: true } }]))).toBe(
      "1 left unmanaged",
    );
  });

  test("begin with who escalates, then who goes and who comes", () => {
    const rows = differing(review(STEPS).rows);

    expect(rows.map(({ name }) => name)).toEqual(["alice@acme.test", "carol@acme.test", "bob@acme.test"]);
    expect(rows.map(powerOf)).toEqual(["Users & API Management, Tenant Settings", "", ""]);
    expect(rows.map(mayOf)).toEqual(["Users & API Management, Tenant Settings", "nothing", "nothing"]);
    expect(labels([BUILDS, "newer_key"])).toBe("Builds, newer_key");
  });

  test("don't guess what is secret", () => {
    const secret = { op: "create", type: "ApiToken", after: { name: "ci", permissions: "[secret]" } };

    expect(review([secret]).rows.map(mayOf)).toEqual(["can't be told: it is a secret, or isn't known yet"]);
  });

  test("say when nothing works between two credentials", () => {
    const ci = {
      kind: "API token",
      name: "ci",
      resource: "ci",
      urn: "",
      what: "rotated",
      consumers: [],
    } as const;

    expect(eventOf({ ...ci, gap: true })).toBe("rotated, the old one first: between the two nothing works");
    expect(eventOf({ ...ci, gap: false })).toBe("rotated");
  });

  test("count other providers' changes", () => {
    const report = review([
      bucket("a", "update"),
      bucket("b", "update"),
      bucket("c", "create"),
      bucket("d", "same"),
    ]);

    expect(othersOf(report)).toBe(
      "Beside AppTego's, 3 resources change (create 1, update 2): see the preview itself.",
    );
    expect(othersOf(review([]))).toBeUndefined();
  });

  test("tell what a reader has to know", () => {
    const stays = { ...person("carol", [BUILDS]), options: { retainOnDelete: true } };
    const remarks = remarksOf(review([stays], { changeSummary: { same: 9 } }));

    expect(remarks).toEqual([
      expect.stringContaining("--show-sames"),
      "User carol: leaves the stack and stays in the tenant, where nobody manages it any more.",
    ]);
    expect(remarksOf(review([]))).toEqual([]);
  });
});
