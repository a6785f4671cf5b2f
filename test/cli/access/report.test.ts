import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import {
  AccessReport,
  accessJsonSchema,
  holding,
  matrixOfReport,
  publishedReport,
} from "../../../provider/cli/access/report";
import { UsageError } from "../../../provider/cli/exit-codes";
import { compared, partial, plain } from "./sample";

const published = path.resolve(__dirname, "../../../schemas/access.schema.json");
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("The report of who may do what", () => {
  test.each([
    ["of one source", plain],
    ["of a comparison", compared],
    ["of what can't all be read", partial],
  ])("%s is as its schema says", (_, report) => {
    const validate = new Ajv({ formats: { "date-time": true } }).compile(accessJsonSchema());

    validate(throughJson(publishedReport(report())));
    expect(validate.errors).toBeNull();
  });

  test("is described by the schema in the package", () => {
    expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(throughJson(accessJsonSchema()));
  });

  test("leaves what couldn't be listed out of the comparison", () => {
    expect(partial().rows.map(({ kind, state }) => [kind, state])).toEqual([["user", "added"]]);
    expect(partial().unread).toHaveLength(1);
  });

  test("can be read again, for a later comparison: as it was then", () => {
    const { subjects } = matrixOfReport(AccessReport.parse(throughJson(publishedReport(compared()))));

    expect(subjects.map(({ name }) => name)).not.toContain("gone@acme.test");
    expect(subjects).toEqual(plain().rows.map(({ state, gained, lost, escalates, ...rest }) => rest));
  });

  test("is of those only who hold, gained or lost a permission, where one is named", () => {
    const names = (permission: string) => holding(compared(), permission).rows.map(({ name }) => name);

    expect(names("certificates")).toEqual(["alice@acme.test"]);
    expect(names("modify_configuration")).toEqual(["gone@acme.test"]);
    expect(() => names("Bilds")).toThrow(UsageError);
    expect(() => names("Bilds")).toThrow(
      '--permission Bilds: AppTego has no such permission (did you mean "Builds"?).',
    );
  });
});
