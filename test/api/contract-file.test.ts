import { describe, expect, test } from "vitest";
import { operations } from "../../provider/api/contract";
import { loadContract, loadContractFile } from "../../provider/api/contract-file";
import { ConfigurationError } from "../../provider/api/errors";
import { scratchFile } from "../support/connection";

const YAML = `# what our tenant's API calls differently
operations:
  createApiToken:
    method: POST
    path: api_tokens/create
    request: { name: title }
    reply:
      token_key: key
  getApiTokens: { method: POST, reply: { api_tokens: tokens, token_key: key } }
`;

function problems(content: string, name = "contract.yaml"): string[] {
  const file = scratchFile(name, content);
  try {
    loadContract(file);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map((problem) => problem.replace(file, name));
    throw error;
  }
}

describe("A contract file", () => {
  test("left out leaves the built-in contract", () => {
    expect(loadContract()).toBe(operations);
  });

  test("corrects method, path and names, and nothing else", () => {
    const contract = loadContract(scratchFile("contract.yaml", YAML));

    expect(contract).toEqual({
      ...operations,
      createApiToken: {
        ...operations.createApiToken,
        path: "api_tokens/create",
        requestNames: { name: "title" },
        replyNames: { token_key: "key" },
      },
      getApiTokens: {
        ...operations.getApiTokens,
        method: "POST",
        replyNames: { api_tokens: "tokens", token_key: "key" },
      },
    });
  });

  test("may be JSON, indented with tabs", () => {
    const json = JSON.stringify({ $schema: "x", operations: { addUser: { path: "users" } } }, null, "\t");

    expect(loadContract(scratchFile("contract.json", json)).addUser.path).toBe("users");
  });
});

const at = (correction: string) => `operations:\n  addUser:\n    ${correction}\n`;

describe("A contract file is refused with line and key", () => {
  test.each([
    [
      "operations:\n  adUser: {}\n",
      'contract.yaml:2:3: operations.adUser: unknown operation "adUser" (did you mean "addUser"?); known: getTenants,',
    ],
    [
      at("pth: x"),
      'contract.yaml:3:5: operations.addUser.pth: unknown key "pth" (did you mean "path"?); known: method, path, request, reply',
    ],
    [
      at("request: { e_mail: x }"),
      'contract.yaml:3:16: operations.addUser.request.e_mail: unknown field "e_mail" (did you mean "email"?); known: email',
    ],
    ["operations:\n  getUsers:\n    request: { x: y }", 'unknown field "x"; there is none here'],
    [
      "operatons: {}\n",
      'contract.yaml:1:1: operatons: unknown key "operatons" (did you mean "operations"?); known: operations',
    ],
    ["", "contract.yaml:1:1: the file: Invalid input: expected object"],
    ["operations:", "contract.yaml:1:12: operations: Invalid input"],
    [
      at("method: PUT"),
      'contract.yaml:3:13: operations.addUser.method: Invalid option: expected one of "GET"|"POST"',
    ],
    [at("path: /add"), "contract.yaml:3:11: operations.addUser.path: must be a path under the base URL"],
    [at("path: https://evil.test/x"), "must be a path under the base URL"],
    [at("path: ../x"), "must be a path under the base URL"],
    [at("path: a?b"), "must be a path under the base URL"],
    [at("path: ''"), "must be a path under the base URL"],
    [at("path: 7"), "contract.yaml:3:11: operations.addUser.path: Invalid input: expected string"],
    [at("reply: { user_id: '' }"), "contract.yaml:3:23: operations.addUser.reply.user_id: Too small"],
    [
      at("method: GET"),
      "contract.yaml:3:13: operations.addUser.method: GET has no body, and addUser must send email",
    ],
    [
      at("reply: { user_id: success }"),
      'contract.yaml:3:23: operations.addUser.reply.user_id: "success" would be the name of two fields',
    ],
    [at("path: a\n    path: b"), "contract.yaml:4:5: Map keys must be unique"],
    [at("path: [a"), "contract.yaml:4:1: "],
  ])("%j", (content, problem) => {
    expect(problems(content).join("\n")).toContain(problem);
  });

  test("and all its mistakes at once", () => {
    expect(problems("operations:\n  a: {}\n  b: {}\n  addUser: { path: /x, method: PUT }\n")).toHaveLength(4);
  });
});

describe("Whether a list of tokens shows the one that asks", () => {
  test("is assumed, and corrected by the contract file", () => {
    const file = scratchFile("contract.yaml", "operations:\n  getApiTokens: { showsCaller: false }\n");

    expect(loadContract().getApiTokens).toMatchObject({ showsCaller: true });
    expect(loadContract(file).getApiTokens).toMatchObject({ showsCaller: false });
  });

  test("isn't asked of another list", () => {
    const file = scratchFile("contract.yaml", "operations:\n  getUsers: { showsCaller: false }\n");

    expect(() => loadContract(file)).toThrow(/operations\.getUsers\.showsCaller: unknown key/);
  });
});

describe("The limits of a tenant", () => {
  test("are AppTego's where no file says otherwise", () => {
    expect(loadContractFile().limits).toEqual({ apiTokens: 20, automationKeys: 10 });
  });

  test("are what the contract file says", () => {
    const file = scratchFile("contract.yaml", "limits:\n  apiTokens: 200\n");

    expect(loadContractFile(file).limits).toEqual({ apiTokens: 200, automationKeys: 10 });
  });

  test("can't be anything but whole numbers above zero", () => {
    const file = scratchFile("contract.yaml", "limits:\n  apiTokens: -1\n");

    expect(() => loadContractFile(file).limits).toThrow(/contract\.yaml:2:\d+: limits\.apiTokens/);
  });
});

describe("How long AppTego may be late", () => {
  test("is assumed where no file says it", () => {
    expect(loadContractFile().lateMs).toBe(90_000);
    expect(loadContractFile(scratchFile("contract.yaml", "limits: {}\n")).lateMs).toBe(90_000);
  });

  test.for([0, 30, 600])("is what the contract file says: %i s", (seconds) => {
    const file = scratchFile("contract.yaml", `timing: { lateSeconds: ${String(seconds)} }\n`);

    expect(loadContractFile(file).lateMs).toBe(seconds * 1_000);
  });

  test.for([-1, 1.5, 601, '"30"'])("can't be %s", (seconds) => {
    const file = scratchFile("contract.yaml", `timing: { lateSeconds: ${String(seconds)} }\n`);

    expect(() => loadContractFile(file).lateMs).toThrow(/contract\.yaml:1:\d+: timing\.lateSeconds/);
  });

  test("is spelt as the schema says", () => {
    const file = scratchFile("contract.yaml", "timing: { lateSecond: 30 }\n");

    expect(() => loadContractFile(file).lateMs).toThrow(/timing\.lateSecond: unknown key .*lateSeconds/);
  });
});
