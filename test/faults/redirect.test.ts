import { describe, expect, test } from "vitest";
import { serve } from "../support/scripted-server";
import { CELLS, sceneOf } from "./scene";
import { FAILED, TRIALS } from "./verdicts";

describe.each(CELLS)("F35: a redirect, $meets ($type)", ({ column, subject }) => {
  test.for([301, 302, 307, 308])(
    "is an error, and its target on another host hears nothing: %i",
    async (status) => {
      const target = await serve([{ body: {} }]);
      const scene = await sceneOf(column, subject);
      const location = `${target.url}/frontend/get_tenant_subscription`;
      scene.sandbox.faults.add({ kind: "redirect", status, location, rate: 1 });
      const said = await TRIALS[column][FAILED[column]]?.(scene);

      expect(said).toContain("got a redirect, which is never followed");
      expect(target.requests).toEqual([]);
    },
  );

  test("is followed on the same host as little", async () => {
    const scene = await sceneOf(column, subject);
    const location = `${scene.sandbox.url}/get_tenants`;
    scene.sandbox.faults.add({ kind: "redirect", status: 302, location, rate: 1 });
    await TRIALS[column][FAILED[column]]?.(scene);

    expect(scene.sandbox.calls.count("getTenants")).toBe(0);
  });
});
