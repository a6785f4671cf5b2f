import type { Contract, OperationName } from "../api/contract";
import type { Plan } from "../api/plans";
import type { FaultInput, Faults } from "./faults";
import type { Journal } from "./journal";
import type { Portal } from "./portal";
import type { Seed } from "./seed";
import type { TokenCredential } from "./seed-data";
import type { Snapshot } from "./snapshot";
import type { AuditRow, Invitation, Limits, Rules } from "./store";

/** What a sandbox starts with. */
export interface SandboxOptions {
  /** The tenant's content; an Enterprise tenant with an owner and one API token if left out. */
  readonly seed?: Seed;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Instead of the seed's plan. */
  readonly plan?: Plan;
  /** Keeps everything in this file, and goes on with it where it exists. Secrets are kept as hashes. */
  readonly stateFile?: string;
  /** The credential that an earlier sandbox of the same state file handed out; without it, another secret is issued. */
  readonly credential?: TokenCredential;
  /** A corrected contract, to play a server that isn't as assumed. */
  readonly contract?: Contract;
  /** Other limits than AppTego's; Infinity lifts one. */
  readonly limits?: Partial<Limits>;
  /** How the server behaves where nothing read tells. */
  readonly rules?: Partial<Rules>;
  /** Epoch milliseconds; the sandbox's `Date` headers and creation times follow it. */
  readonly clock?: () => number;
  /** Numbers from 0 to 1 for faults that strike by rate. */
  readonly random?: () => number;
  /** Waits for the milliseconds of a fault; rejects when the signal says that the sandbox is closed. */
  readonly wait?: (
    milliseconds: number,
    value: undefined,
    options: { readonly signal: AbortSignal },
  ) => Promise<void>;
}

/** What a client needs to call the sandbox. */
export interface SandboxCredentials extends TokenCredential {
  readonly tenantId: string;
  /** The whole value of the Authorization header. */
  readonly authorization: string;
}

/** AppTego's Management API on 127.0.0.1. */
export interface Sandbox extends AsyncDisposable {
  /** The base URL, for `apptego:baseUrl`. */
  readonly url: string;
  readonly credentials: SandboxCredentials;
  /** Every call that was made. */
  readonly calls: Journal;
  /** The next call fails: by a reset connection before anything is done, if no fault is given. @throws ZodError */
  readonly failNext: (
    operation: OperationName | "*" | "reads" | "writes",
    fault?: Partial<FaultInput>,
  ) => void;
  readonly faults: Faults;
  /** Does now what calls with the fault `late` asked for; how many there were. */
  readonly releaseLate: () => number;
  /** Changes by hand, as a person makes them in the portal. */
  readonly portal: Portal;
  /** What the tenant holds now, without anything of a secret. */
  readonly tenant: Snapshot;
  /** The e-mails that were sent to new users. */
  readonly invitations: readonly Invitation[];
  /** What a new user does who clicks the link in the e-mail. @throws PortalError */
  readonly acceptInvitation: (email: string) => void;
  readonly auditLog: readonly AuditRow[];
  /** Every secret that was issued or is known from the seed, for scans; never over HTTP. */
  readonly issuedSecrets: readonly string[];
  /** Back to the seed: data, faults, calls. The URL and the credentials stay. */
  readonly reset: () => void;
  /** Ends every connection, also those that hang. */
  readonly close: () => Promise<void>;
}
