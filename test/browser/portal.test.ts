import { describe, expect } from "vitest";
import { barriers, shownNames, test } from "./pages";

const portalOf = ({ url }: { url: string }) => new URL("/__sandbox/portal", url).href;

describe("The sandbox's portal in a browser", () => {
  test("switches a permission of a user, a token and a group by hand, by mouse and by keyboard", async ({
    sandbox,
    openUrl,
  }) => {
    sandbox.portal.addUser({ email: "alice@acme.test", permissions: ["zap"] });
    sandbox.portal.addToken({ name: "ci", permissions: ["build_applications"] });
    sandbox.portal.addMapping({ group: "ops" });
    const { page, complaints, asked } = await openUrl(portalOf(sandbox));
    const toggle = (name: string) => page.getByRole("switch", { name, exact: true });
    const pressed = (name: string) => page.getByRole("switch", { name, exact: true, checked: true });

    await toggle("Builds for alice@acme.test").click();
    await pressed("Builds for alice@acme.test").waitFor();
    await toggle("Tenant Settings for ops").focus();
    await page.keyboard.press("Space");
    await pressed("Tenant Settings for ops").waitFor();
    expect(await page.evaluate("document.activeElement.ariaLabel")).toBe("Tenant Settings for ops");
    await toggle("Builds for ci").click();
    await page.getByRole("switch", { name: "Builds for ci", exact: true, checked: false }).waitFor();

    const { users, tokens, mappings } = sandbox.tenant;
    expect(users).toContainEqual(
      expect.objectContaining({ email: "alice@acme.test", permissions: ["zap", "build_applications"] }),
    );
    expect(tokens.find(({ name }) => name === "ci")?.permissions).toEqual([]);
    expect(mappings).toMatchObject([{ groupName: "ops", permissions: ["modify_tenant_settings"] }]);
    expect(await page.getByRole("region", { name: "Escalations: 1" }).innerText()).toContain(
      "ops gains Tenant Settings",
    );
    await page.getByLabel("Only differences").check();
    expect(await shownNames(page)).toEqual(["alice@acme.test", "ci", "ops"]);
    expect(await barriers(page)).toEqual([]);
    expect([complaints, new Set(asked.map((path) => path.split("/")[1]))]).toEqual([
      [],
      new Set(["__sandbox"]),
    ]);
  });

  test("keeps what somebody else changed meanwhile", async ({ sandbox, openUrl }) => {
    sandbox.portal.addUser({ email: "alice@acme.test" });
    const { page } = await openUrl(portalOf(sandbox));
    sandbox.portal.setUserPermissions({ email: "alice@acme.test", permissions: ["update_certificates"] });

    await page.getByRole("switch", { name: "Builds for alice@acme.test" }).click();
    await page.getByRole("switch", { name: "Certificates for alice@acme.test", checked: true }).waitFor();
    expect(sandbox.tenant.users.at(-1)?.permissions).toEqual(["update_certificates", "build_applications"]);
  });

  test("says so when the sandbox can't do it", async ({ sandbox, openUrl }) => {
    const { page } = await openUrl(portalOf(sandbox));
    await page.route("**/portal/*", (route) =>
      route.fulfill({ status: 404, json: { error: "The sandbox holds no user." } }),
    );
    const [owner] = sandbox.tenant.users;

    await page.getByRole("switch", { name: `Builds for ${owner?.email ?? ""}` }).click();
    await page.getByText("The sandbox holds no user.").waitFor();
  });
});
