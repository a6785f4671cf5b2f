import { describe, expect, test } from "vitest";
import { readPreview } from "../../../provider/cli/review/read-preview";
import { UNKNOWN } from "../../../provider/resources/unknown";
import { previewOf, previewText, recordedPreview, urnOf } from "./previews";

const refused = (text: string) => {
  try {
    readPreview("preview.json", text);
  } catch (error) {
    return String(error);
  }
  return "nothing";
};

describe("A preview of the real engine", () => {
  const { changes, others, consumers, ...preview } = readPreview("sames", recordedPreview("sames"));
  const opOf = (name: string) => changes.find(({ urn }) => urn.endsWith(`::${name}`));

  test("names its stack, and is whole where it lists what stays", () => {
    expect(preview).toEqual({ project: "access", stack: "dev", isWhole: true });
    expect(readPreview("same", recordedPreview("same"))).toMatchObject({ isWhole: false, changes: [] });
  });

  test("tells of each resource what it was and what it will be", () => {
    const ops = Object.fromEntries(changes.map(({ urn, op }) => [urn.split("::").at(-1), op]));
    expect(ops).toEqual({
      ...{ alice: "same", bobby: "update", admins: "replace", dbr: "replace", ci: "replace", pipe: "update" },
      ...{
        sec: "update",
        "team-user-dave@acme.test": "update",
        fresh: "create",
        carol: "delete",
        old: "delete",
      },
    });
    expect(opOf("bobby")).toMatchObject({
      before: { inputs: { email: "bob@acme.test", permissions: ["build_applications"] } },
      after: { inputs: { permissions: ["user_and_api_management"] }, outputs: { status: "invited" } },
    });
    expect(opOf("carol")).toMatchObject({ before: { type: "User" }, after: undefined });
    expect(opOf("fresh")).toMatchObject({ before: undefined, after: { id: "" } });
    expect([opOf("dbr")?.deletesFirst, opOf("ci")?.deletesFirst]).toEqual([true, false]);
  });

  test("keeps other providers' changes apart, and who takes which outputs", () => {
    const store = "urn:pulumi:dev::access::pulumi-nodejs:dynamic:Resource::store";
    const ci = "urn:pulumi:dev::access::pulumi-nodejs:dynamic/apptego:ApiToken::ci";

    expect(others).toEqual([{ urn: store, op: "update" }]);
    expect(consumers.find(({ urn }) => urn === store)?.takes).toEqual([ci]);
  });

  test("is refused where it failed", () => {
    expect(refused(recordedPreview("failed"))).toContain("the preview failed (1 error)");
  });
});

describe("A preview", () => {
  test("joins the steps that newer engines show of one replacement", () => {
    const inputs = (name: string) => ({ name, permissions: [] });
    const { changes } = previewOf([
      { op: "create-replacement", type: "ApiToken", name: "ci", after: inputs("b") },
      { op: "replace", type: "ApiToken", name: "ci", before: inputs("a"), after: inputs("b") },
      { op: "delete-replaced", type: "ApiToken", name: "ci", before: inputs("a") },
    ]);

    expect(changes).toMatchObject([
      { op: "replace", before: { inputs: { name: "a" } }, after: { inputs: { name: "b" }, id: "" } },
    ]);
  });

  test("has no word for what is secret or not known yet", () => {
    const { changes } = previewOf([
      { op: "create", type: "ApiToken", name: "a", after: { name: UNKNOWN, permissions: [UNKNOWN] } },
      { op: "create", type: "ApiToken", name: "b", after: { name: "[secret]", permissions: "[secret]" } },
    ]);

    expect(JSON.stringify(changes)).not.toContain(UNKNOWN);
    expect(JSON.stringify(changes)).not.toContain("[secret]");
  });

  test("says nothing of stacks, providers and our component", () => {
    const frames = ["pulumi:pulumi:Stack", "pulumi:providers:pulumi-nodejs", "apptego:index:TenantAccess"];
    const steps = frames.map((type) => ({ op: "create", type, name: "x", after: {} }));

    expect(
      previewOf([...steps, { op: "create", type: "aws:s3:Bucket", name: "b", after: {} }]).others,
    ).toEqual([{ urn: urnOf("aws:s3:Bucket", "b"), op: "create" }]);
  });

  test.for([
    ["tok_secret_1", "it is no JSON"],
    ['{"steps": [{"op": 1}]}', "steps.0.op: Invalid input"],
    ['{"steps": "x"}', "steps: Invalid input"],
    ["[]", "the whole: Invalid input"],
    ["{}", "it has no step that names a stack"],
    ['{"steps": []}', "it has no step that names a stack"],
    ['{"steps": [{"op": "same", "urn": "urn:pulumi:::x::y"}]}', "it has no step that names a stack"],
    [previewText([], { diagnostics: [{ severity: "error" }, { severity: "error" }] }), "(2 errors)"],
  ] as const)("that isn't one is refused without being quoted: %s", ([text, why]) => {
    expect(refused(text)).toContain(why);
    expect(refused(text)).not.toContain("tok_secret_1");
  });
});
