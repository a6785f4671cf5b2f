import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../provider/api/errors";
import { loadContract, loadContractFile } from "../../../provider/api/contract-file";
import { contractData, contractText, writeContract } from "../../../provider/cli/doctor/write-contract";
import { scratchFolder } from "../../support/connection";

const likely = { removeUser: { request: { user_id: "id" } } };
const corrections = { getUsers: { path: "list_users", reply: { user_id: "id" } }, ...likely };
const content = { corrections, likely, limits: { apiTokens: 50 }, timing: { lateSeconds: 30 } };
const text = contractText(content, "https://app.test/frontend", new Date("2026-06-01T00:00:00Z"));

describe("A contract file that is written", () => {
  test("says what it is, and what couldn't be tried", () => {
    expect(text).toBe(
      [
        "# How https://app.test/frontend differs from what pulumi-apptego assumes. Written by apptego doctor on 2026-06-01.",
        "# Name it in apptego:contract or APPTEGO_CONTRACT.",
        ...["", "operations:", "  getUsers:", "    path: list_users", "    reply:", "      user_id: id"],
        "  # Likely, as the list calls it so; it couldn't be tried without writing.",
        ...["  removeUser:", "    request:", "      user_id: id", "limits:", "  apiTokens: 50"],
        ...["timing:", "  lateSeconds: 30", ""],
      ].join("\n"),
    );
    expect(contractData({ ...content, limits: {}, timing: {} })).toEqual({ operations: corrections });
  });

  test("can be loaded", async () => {
    const folder = scratchFolder();
    await writeContract(folder, "contract.yaml", text);

    expect(loadContract(path.join(folder, "contract.yaml")).getUsers.path).toBe("list_users");
    expect(loadContractFile(path.join(folder, "contract.yaml")).limits.apiTokens).toBe(50);
    expect(loadContractFile(path.join(folder, "contract.yaml")).lateMs).toBe(30_000);
    await expect(writeContract(folder, "contract.yaml", "other")).rejects.toThrow(
      /there is a file of that name already/,
    );
    expect(readFileSync(path.join(folder, "contract.yaml"), "utf8")).toBe(text);
  });

  test("that can't be written or loaded is told", async () => {
    const folder = scratchFolder();

    await expect(writeContract(folder, "gone/contract.yaml", text)).rejects.toThrow(
      /can't be written \(ENOENT\)/,
    );
    expect(existsSync(path.join(folder, "gone"))).toBe(false);
    await expect(writeContract(folder, "bad.yaml", "operations: { getUser: {} }")).rejects.toThrow(
      ConfigurationError,
    );
  });
});
