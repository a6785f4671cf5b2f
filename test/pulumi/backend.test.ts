import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { backendIdentity, type BackendSources } from "../../provider/pulumi/backend";
import { scratchFolder } from "../support/connection";

/** A project in a folder of its own, nobody logged in, nothing in the environment. */
function sources(more: Partial<BackendSources> = {}): BackendSources {
  const folder = scratchFolder();
  const unset = { url: undefined, organization: "acme", host: "here", home: "/home/alice" };
  return { ...unset, folder, login: path.join(folder, "nowhere"), ...more };
}

function folderWith(file: string, content: string): string {
  const folder = scratchFolder();
  writeFileSync(path.join(folder, file), content);
  return folder;
}

const loggedIn = (url: string) => folderWith("credentials.json", JSON.stringify({ current: url }));

describe("The backend of a stack", () => {
  test("is the one that the environment names, then the project, then the login", () => {
    const login = loggedIn("https://login.test");
    const folder = folderWith("Pulumi.yaml", "name: acme\nbackend:\n  url: https://project.test\n");
    const all = sources({ url: "https://environment.test", folder, login });

    expect(backendIdentity(all)).toContain("environment.test");
    expect(backendIdentity({ ...all, url: undefined })).toContain("project.test");
    expect(backendIdentity(sources({ login }))).toContain("login.test");
  });

  test("is found from a folder below the project's, and in a project of JSON", () => {
    const folder = folderWith("Pulumi.json", JSON.stringify({ backend: { url: "https://project.test" } }));
    mkdirSync(path.join(folder, "program"));

    expect(backendIdentity(sources({ folder: path.join(folder, "program") }))).toContain("project.test");
  });

  test("is nothing where the files can't be read, and fails never", () => {
    const login = folderWith("credentials.json", "{ not json");
    const folder = folderWith("Pulumi.yaml", "backend: [\n");

    expect(backendIdentity(sources({ login, folder }))).toBe(backendIdentity(sources()));
    expect(backendIdentity(sources({ login: folderWith("credentials.json", '{"current":7}') }))).toBe(
      backendIdentity(sources()),
    );
  });

  test.each([
    ["another organization", { organization: "other" }],
    ["none", { organization: undefined }],
    ["another backend", { url: "https://other.test" }],
  ])("is another one with %s", (_, more) => {
    const stack = sources({ url: "https://state.test/" });

    expect(backendIdentity({ ...stack, ...more })).not.toBe(backendIdentity(stack));
  });

  test("in files named relative to the project is another one in another checkout; at home it is the same", () => {
    const [one, other] = [sources(), sources()];
    const identity = (stack: BackendSources, url: string) => backendIdentity({ ...stack, url });

    expect(identity(one, "file://./state")).not.toBe(identity(other, "file://./state"));
    expect(identity(one, "file://./state")).toBe(identity(one, "file://state/"));
    expect(identity(one, "file://~/state")).toBe(identity({ ...other, login: one.login }, "file://~/state"));
  });

  test("in files is another one on another machine or of another user; elsewhere it is the same", () => {
    const identities = (url: string) =>
      [{}, { host: "there" }, { home: "/home/bob" }].map((more) =>
        backendIdentity(sources({ url, ...more })),
      );

    expect(new Set(identities("file://~")).size).toBe(3);
    expect(new Set(identities("https://state.test")).size).toBe(1);
    expect(backendIdentity(sources({ url: "https://state.test/" }))).toBe(
      identities("https://state.test")[0],
    );
  });
});
