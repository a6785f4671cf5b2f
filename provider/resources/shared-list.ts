/** One list of the tenant, shared by all who need it: AppTego has no operation that reads one entry. */
export interface SharedList<Entry> {
  /** What AppTego calls an entry by. */
  readonly idOf: (entry: Entry) => string;
  /** What AppTego holds, as of the last list, or of a new one when this process wrote since. */
  readonly current: () => Promise<readonly Entry[]>;
  /**
   * What AppTego held when this process last got an answer, and what the process did since: it costs no call of its own,
   * and fails only where there never was an answer.
   */
  readonly baseline: () => Promise<readonly Entry[]>;
  /** Milliseconds since AppTego was asked for the latest list; Infinity where that isn't known. */
  readonly age: () => number;
  /** A list that AppTego was asked for after this call; callers that come while one is waiting share it. */
  readonly fresh: () => Promise<readonly Entry[]>;
  /** A list that AppTego was asked for at most so many milliseconds ago, whatever this process wrote since. */
  readonly within: (milliseconds: number) => Promise<readonly Entry[]>;
  /** This process created an entry. */
  readonly created: (entry: Entry) => void;
  /** This process removed an entry. */
  readonly removed: (id: string) => void;
  /** This process changed an entry, or may have. */
  readonly changed: () => void;
  /** Whether this process removed the entry. */
  readonly isRemoved: (id: string) => boolean;
  /** Whether this process created the entry. */
  readonly isOurs: (id: string) => boolean;
}

/** A list that nobody has asked for yet. One that fails is never kept: the next caller asks again, the baseline stays the one before. */
export function shareList<Entry>(
  ask: () => Promise<readonly Entry[]>,
  idOf: (entry: Entry) => string,
  now: () => number = Date.now,
): SharedList<Entry> {
  const created = new Map<string, Entry>();
  const removed = new Set<string>();
  let latest: Promise<readonly Entry[]> | undefined;
  let answered: Promise<readonly Entry[]> | undefined;
  let next: Promise<readonly Entry[]> | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let outdated = false;
  let askedAt = -Infinity; // when `latest` was asked for: epoch milliseconds

  const age = () => (now() < askedAt ? Infinity : now() - askedAt); // a clock may be set back
  const fresh = async () => {
    next ??= running.then(() => {
      next = undefined;
      outdated = false;
      askedAt = now();
      const asked = ask().then((entries) => onceEach(entries, idOf));
      latest = asked;
      running = asked.then(
        () => {
          answered = asked;
        },
        () => {
          if (latest === asked) latest = answered;
          outdated = true;
          askedAt = -Infinity;
        },
      );
      return asked;
    });
    return next;
  };
  return {
    idOf,
    fresh,
    current: async () => (outdated || latest === undefined ? fresh() : latest),
    age,
    within: async (milliseconds) => (latest === undefined || age() > milliseconds ? fresh() : latest),
    async baseline() {
      const listed = await (latest ?? fresh()).catch((error: unknown) => {
        if (answered === undefined) throw error;
        return answered; // a create that has its secret must not fail for a list that can't be had just now
      });
      const ids = new Set(listed.map(idOf));
      const added = [...created].filter(([id]) => !ids.has(id)).map(([, entry]) => entry);
      return [...listed, ...added].filter((entry) => !removed.has(idOf(entry)));
    },
    created(entry) {
      created.set(idOf(entry), entry);
      removed.delete(idOf(entry));
      outdated = true;
    },
    removed(id) {
      created.delete(id);
      removed.add(id);
      outdated = true;
    },
    changed() {
      outdated = true;
    },
    isRemoved: (id) => removed.has(id),
    isOurs: (id) => created.has(id),
  };
}

/** A list that shows an entry twice still means one. */
function onceEach<Entry>(entries: readonly Entry[], idOf: (entry: Entry) => string): readonly Entry[] {
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  return byId.size === entries.length ? entries : [...byId.values()];
}
