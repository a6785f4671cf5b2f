/**
 * One list of the tenant, asked for once and shared by all who need it: AppTego has no operation that reads one entry.
 * A failed list is never kept.
 */
export class SharedList<Entry> {
  #latest: Promise<readonly Entry[]> | undefined;
  #next: Promise<readonly Entry[]> | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #outdated = false;
  readonly #created = new Map<string, Entry>();
  readonly #removed = new Set<string>();

  constructor(
    private readonly ask: () => Promise<readonly Entry[]>,
    private readonly idOf: (entry: Entry) => string,
  ) {}

  /** What AppTego holds, as of the last list, or of a new one when this process wrote since. */
  async current(): Promise<readonly Entry[]> {
    return this.#outdated || this.#latest === undefined ? this.fresh() : this.#latest;
  }

  /** What AppTego held when this process first asked and what the process did since: it costs no call of its own. */
  async baseline(): Promise<readonly Entry[]> {
    const listed = await (this.#latest ?? this.fresh());
    const ids = new Set(listed.map(this.idOf));
    const added = [...this.#created].filter(([id]) => !ids.has(id)).map(([, entry]) => entry);
    return [...listed, ...added].filter((entry) => !this.#removed.has(this.idOf(entry)));
  }

  /** A list that AppTego was asked for after this call; callers that come while one is waiting share it. */
  async fresh(): Promise<readonly Entry[]> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      this.#outdated = false;
      const asked = this.ask();
      this.#latest = asked;
      this.#running = asked.catch(() => {
        if (this.#latest === asked) this.#latest = undefined;
      });
      return asked;
    });
    return this.#next;
  }

  /** This process created an entry. */
  created(entry: Entry): void {
    this.#created.set(this.idOf(entry), entry);
    this.#removed.delete(this.idOf(entry));
    this.#outdated = true;
  }

  /** This process removed an entry. */
  removed(id: string): void {
    this.#created.delete(id);
    this.#removed.add(id);
    this.#outdated = true;
  }

  /** This process changed an entry, or may have. */
  changed(): void {
    this.#outdated = true;
  }

  /** Whether this process created the entry. */
  isOurs(id: string): boolean {
    return this.#created.has(id);
  }
}
