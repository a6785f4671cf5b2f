import { onTestFinished } from "vitest";
import type { ResourceType } from "../../provider/resources";
import type { OtherServer, OtherServerOptions } from "./other-server";
import { startOtherServer } from "./server";
import { type Entry, type Kind, KINDS } from "./store";

/** The seeds 1 to `count`. */
export const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What the server calls each resource. */
export const KIND: Readonly<Record<ResourceType, Kind>> = {
  ApiToken: "token",
  User: "user",
  SamlGroupMapping: "mapping",
  AutomationKey: "key",
};

/** A server that goes when the test ends, however it ends. */
export async function start(options: OtherServerOptions): Promise<OtherServer> {
  const server = await startOtherServer(options);
  onTestFinished(async () => server[Symbol.asyncDispose]());
  return server;
}

const everything = ({ store }: OtherServer) => KINDS.flatMap((kind) => store.all(kind));

/** Copies of what people made. */
export const foreign = (server: OtherServer): Entry[] =>
  structuredClone(everything(server).filter(({ made }) => made === "before"));

/** What calls made, as it is there. */
export const ours = (server: OtherServer): Entry[] =>
  everything(server).filter(({ made }) => made === "byCall");

/** The calls that write, also those that were refused. */
export const writes = ({ calls }: OtherServer) => calls.filter((call) => call.writes);
