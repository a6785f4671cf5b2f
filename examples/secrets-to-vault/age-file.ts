import { rm, writeFile } from "node:fs/promises";
import { armor, Encrypter } from "age-encryption";
import * as pulumi from "@pulumi/pulumi";

interface Content {
  readonly path: string;
  readonly recipient: string;
  readonly secret: string;
}

async function encrypt({ path, recipient, secret }: Content): Promise<void> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  await writeFile(path, armor.encode(await encrypter.encrypt(secret)), { mode: 0o600 });
}

const provider: pulumi.dynamic.ResourceProvider<Content, Content> = {
  diff(_path, olds, news) {
    const moved = olds.path !== news.path; // the path is the id: only a replacement removes the file at the old one
    return Promise.resolve({
      changes: moved || olds.recipient !== news.recipient || olds.secret !== news.secret,
      replaces: moved ? ["path"] : [],
    });
  },
  async create(content) {
    await encrypt(content);
    return { id: content.path, outs: content };
  },
  async update(_path, _olds, news) {
    await encrypt(news);
    return { outs: news };
  },
  async delete(path) {
    await rm(path, { force: true });
  },
};

/** A file that only the holder of one age key can read (https://age-encryption.org). */
export class AgeFile extends pulumi.dynamic.Resource {
  constructor(
    name: string,
    args: { readonly path: string; readonly recipient: string; readonly secret: pulumi.Input<string> },
    options?: pulumi.CustomResourceOptions,
  ) {
    super(provider, name, { ...args, secret: pulumi.secret(args.secret) }, options);
  }
}
