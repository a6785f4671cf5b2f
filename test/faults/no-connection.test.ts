import { connect, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { nobody } from "../support/scripted-server";
import { CELLS, sceneOf } from "./scene";
import { FAILED, TRIALS } from "./verdicts";

/** A port that nobody listens on, until `open` leads it to the sandbox. */
async function closedDoor() {
  const { url } = await nobody();
  const { port } = new URL(url);
  let isOpen = false;
  const open = (target: string) => {
    if (isOpen) return;
    isOpen = true;
    const door = createServer((socket) => {
      const inner = connect(Number(new URL(target).port), "127.0.0.1");
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner])
        end.on("error", () => [socket, inner].forEach((one) => one.destroy()));
      onTestFinished(() => void socket.destroy());
    });
    door.listen(Number(port)); // without a host it listens at once
    onTestFinished(() => void door.close());
  };
  return { baseUrl: `http://127.0.0.1:${port}/frontend`, open };
}

describe.each(CELLS)("F1: without a connection, $meets ($type)", ({ column, subject }) => {
  test("is tried again, and done once somebody answers", async () => {
    let refused = 0;
    const scene = await sceneOf(column, subject, {
      process: async ({ sandbox }) => {
        const { baseUrl, open } = await closedDoor();
        const pace = () => {
          refused += 1;
          open(sandbox.url);
          return 0;
        };
        return { baseUrl, client: { pace } };
      },
    });
    await TRIALS[column].RT?.(scene);

    expect(refused).toBe(1);
  });

  test.for([
    ["nobody listens", /ECONNREFUSED/],
    ["nobody speaks TLS", /no answer from 127\.0\.0\.1/],
  ] as const)("fails clearly after four attempts where %s", async ([how, says], { expect: softly }) => {
    let waits = 0;
    const pace = () => {
      waits += 1;
      return 0;
    };
    const { url } = await nobody();
    const scene = await sceneOf(column, subject, {
      process: ({ sandbox }) => ({
        baseUrl: how === "nobody listens" ? `${url}/frontend` : sandbox.url.replace("http:", "https:"),
        client: { pace },
      }),
    });
    const trials: Partial<typeof TRIALS.read> = TRIALS[column];
    const said = await trials[FAILED[column]]?.(scene);

    softly(said).toMatch(says);
    softly(waits % 3).toBe(0);
    softly(scene.sandbox.calls.maxInFlight()).toBeLessThanOrEqual(1);
  });
});
