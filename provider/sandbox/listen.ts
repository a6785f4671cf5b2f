import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A port that can't be listened on; the message says what to do. */
export class PortError extends Error {
  override readonly name = "PortError" as const;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "it is taken: name another with --port, or 0 for a free one",
  EACCES: "this user may not: name one from 1024 on, or 0 for a free one",
};

/** Listens on a port of this machine, reachable from nowhere else. @throws PortError */
export async function listen(server: Server, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ""] ?? `the system says ${error.code ?? "no"}`;
      reject(new PortError(`Listening on 127.0.0.1:${String(port)}: ${reason}.`));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return server.address() as AddressInfo; // a TCP server's address is never a string
}
