import { setMaxListeners } from "node:events";
import { connect } from "node:net";

/** Where the engine listens that started a provider process. */
export interface EngineAddress {
  readonly host: string;
  readonly port: number;
}

/** What a provider process knows of its engine. */
export interface EngineWatch {
  /** Looks whether the engine still lives. @throws EngineGone where it doesn't */
  readonly beforeWrite: () => Promise<void>;
  /** Aborted once the engine is found gone. */
  readonly signal: AbortSignal;
  /** Looks no more. */
  readonly end: () => void;
}

/** How an engine is watched; times in milliseconds. */
export interface WatchOptions {
  /** How often to look while nothing is written. */
  readonly everyMs?: number;
  /** Called once, when the engine is found gone. */
  readonly onGone?: () => void;
}

/** The engine that asked for the work ended, so that nobody could save what came of it. */
export class EngineGone extends Error {
  override readonly name = "EngineGone" as const;

  constructor() {
    super("the Pulumi engine that asked for it is gone, so nobody could save what comes of it");
  }
}

const HOST_SCRIPT = /[\\/]cmd[\\/]dynamic-provider(?:[\\/]index\.js)?$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/;
const ANSWER_MS = 1_000;
const EVERY_MS = 2_000;
const GRACE_MS = 30_000;

/**
 * The address that Pulumi's host of dynamic providers was given as its argument; undefined in every other process,
 * such as a program's, and where the engine isn't on this machine.
 */
export function engineAddress(argv: readonly string[] = process.argv): EngineAddress | undefined {
  const [, script = "", address = ""] = argv;
  const [, host, port] = LOOPBACK.exec(address) ?? [];
  if (!HOST_SCRIPT.test(script) || host === undefined) return undefined;
  return { host: host.replace(/[[\]]/g, ""), port: Number(port) };
}

/** Whether nobody listens at the address: only a refused connection says so, and any other trouble leaves it open. */
export async function isGone({ host, port }: EngineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }).unref();
    const answer = (gone: boolean): void => {
      socket.destroy();
      resolve(gone);
    };
    socket.setTimeout(ANSWER_MS, () => {
      answer(false);
    });
    socket.once("connect", () => {
      answer(false);
    });
    socket.once("error", (error) => {
      answer("code" in error && error.code === "ECONNREFUSED");
    });
  });
}

/** Watches an engine without keeping the process alive; see `WatchOptions` for what a test changes. */
export function watchEngine(address: EngineAddress, options: WatchOptions = {}): EngineWatch {
  const { everyMs = EVERY_MS, onGone = leaveSoon } = options;
  const gone = new AbortController();
  setMaxListeners(0, gone.signal); // each call and each wait of the process listens
  const tell = (): void => {
    if (gone.signal.aborted) return;
    clearInterval(timer);
    gone.abort(new EngineGone());
    onGone();
  };
  const look = async (): Promise<void> => {
    if (await isGone(address)) tell();
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return {
    signal: gone.signal,
    async beforeWrite() {
      if (!gone.signal.aborted) await look();
      gone.signal.throwIfAborted();
    },
    end() {
      clearInterval(timer);
    },
  };
}

/** Ends the process, which nobody would end; not at once, as dynamic resources of other packages may be at work in it. */
function leaveSoon(): void {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
}

let watched: EngineWatch | undefined;

/** The watch over this process's engine; undefined where the process is no host of dynamic providers. */
export function engineOfProcess(): EngineWatch | undefined {
  const address = engineAddress();
  if (address !== undefined) watched ??= watchEngine(address);
  return watched;
}
