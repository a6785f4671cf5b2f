import type { Socket } from "node:net";

/** Counts the bytes of connections, both ways: each time those that a connection carried since it was asked for last. */
export function createTraffic(): (connection: Pick<Socket, "bytesRead" | "bytesWritten">) => number {
  const counted = new WeakMap<object, number>();
  return (connection) => {
    const all = connection.bytesRead + connection.bytesWritten;
    const before = counted.get(connection) ?? 0;
    counted.set(connection, all);
    return all - before;
  };
}
