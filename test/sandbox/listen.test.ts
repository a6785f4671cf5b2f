import { createServer } from "node:http";
import { describe, expect } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { listen, PortError } from "../../provider/sandbox/listen";
import { test } from "../support/tenant";

describe("A port", () => {
  test("that is taken is said so, with what to do", async ({ sandbox }) => {
    const { port } = new URL(sandbox.url);

    await expect(startSandbox({ port: Number(port) })).rejects.toThrow(
      new PortError(
        `Listening on 127.0.0.1:${port}: it is taken: name another with --port, or 0 for a free one.`,
      ),
    );
  });

  test("is on this machine only", async () => {
    const server = createServer();
    const { address, port } = await listen(server, 0);
    await new Promise((resolve) => server.close(resolve));

    expect(address).toBe("127.0.0.1");
    expect(port).toBeGreaterThan(0);
  });
});
