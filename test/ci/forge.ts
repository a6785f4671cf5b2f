import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A comment, or an issue, on the server. */
export interface Entry {
  readonly id: number;
  readonly author: string;
  /** The pull or merge request of a comment; undefined for an issue. */
  readonly on: number | undefined;
  title: string;
  body: string;
  open: boolean;
}

/** An open pull request. */
export interface Pull {
  readonly number: number;
  /** As in "acme:topic". */
  readonly head: string;
  readonly sha: string;
}

/** What a call asks for. */
interface Asked {
  readonly method: string;
  /** The path's parts. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

const BOT = "github-actions[bot]";
const ids: Readonly<Record<string, number>> = { [BOT]: 41 };

function storeOf() {
  const entries: Entry[] = [];
  return {
    entries,
    add: (author: string, body = "", title = "", on?: number): Entry => {
      const entry = { id: 100 + entries.length, author, body, title, on, open: true };
      entries.push(entry);
      return entry;
    },
    change: (id: number, { body, closed }: { body: string | undefined; closed: boolean }) => {
      const entry = entries.find((one) => one.id === id);
      if (!entry) return undefined;
      entry.body = body ?? entry.body;
      entry.open &&= !closed;
      return {};
    },
  };
}

function page<T>(list: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get("per_page") ?? 30);
  return list.slice((Number(query.get("page") ?? 1) - 1) * size).slice(0, size);
}

/** What the workflows use of GitHub's REST interface. */
function gitHub({ entries, add, change }: ReturnType<typeof storeOf>, pulls: readonly Pull[]) {
  const shown = ({ id, author, title, body }: Entry) => ({
    id,
    number: id,
    user: { login: author },
    title,
    body,
  });
  return ({ method, parts, query, fields }: Asked): unknown => {
    const [, , , kind, at, last] = parts;
    const on = last === "comments" ? Number(at) : undefined;
    if (kind === "pulls")
      return pulls
        .filter(({ head }) => head === query.get("head"))
        .map(({ number, sha }) => ({ number, head: { sha } }));
    if (method === "PATCH")
      return change(Number(last ?? at), { body: fields["body"], closed: fields["state"] === "closed" });
    if (method === "POST") return add(BOT, fields["body"], fields["title"], on);
    return page(entries.filter((one) => one.on === on && one.open).map(shown), query);
  };
}

/** What the pipeline uses of GitLab's. */
function gitLab({ entries, add, change }: ReturnType<typeof storeOf>) {
  const shown = ({ id, author, title, body }: Entry) => ({
    ...{ id, iid: id, title, body, description: body },
    author: { id: ids[author] ?? 7 },
  });
  return ({ method, parts, query, fields }: Asked): unknown => {
    const [kind, , list, at, , note] = parts;
    if (kind === "user") return { id: ids[BOT] };
    const on = list === "merge_requests" ? Number(at) : undefined;
    const body = fields["body"] ?? fields["description"];
    if (method === "PUT")
      return change(Number(note ?? at), { body, closed: fields["state_event"] === "close" });
    if (method === "POST") return add(BOT, body, fields["title"], on);
    const wanted = entries.filter(
      (one) => one.on === on && one.open && one.title.includes(query.get("search") ?? ""),
    );
    return page(wanted.map(shown), query);
  };
}

async function askedBy(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? "/", "http://forge");
  const sent = await text(request);
  const isJson = sent.startsWith("{"); // GitHub reads JSON whatever its content type says
  const fields = (
    isJson ? JSON.parse(sent) : Object.fromEntries(new URLSearchParams(sent))
  ) as Asked["fields"];
  return {
    method: request.method ?? "",
    parts: url.pathname.split("/").slice(1),
    query: url.searchParams,
    fields,
  };
}

/** GitHub or GitLab on this machine: who calls it needs the token. */
export async function startForge(token: string, pulls: readonly Pull[] = []) {
  const store = storeOf();
  const calls: string[] = [];
  const [onGitHub, onGitLab] = [gitHub(store, pulls), gitLab(store)];

  async function answer(request: IncomingMessage): Promise<[number, unknown]> {
    const { authorization, "private-token": privateToken } = request.headers;
    const asked = await askedBy(request);
    calls.push(`${asked.method} /${asked.parts.join("/")}`);
    if (authorization !== `Bearer ${token}` && privateToken !== token)
      return [401, { message: "Bad credentials" }];
    const body = asked.parts[0] === "repos" ? onGitHub(asked) : onGitLab(asked);
    return body === undefined ? [404, { message: "Not Found" }] : [200, body];
  }

  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every comment and issue, oldest first. */
    entries: store.entries,
    calls,
    /** What somebody has written: a comment `on` a pull request, else an issue. */
    write: (author: string, body: string, title?: string, on?: number) => store.add(author, body, title, on),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
