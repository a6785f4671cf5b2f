import { rm, writeFile } from "node:fs/promises";
import { armor, Encrypter } from "age-encryption";
import * as pulumi from "@pulumi/pulumi";

interface Content {
  readonly path: string;
  readonly recipient: string;
  readonly secret: string;
}

const provider: pulumi.dynamic.ResourceProvider<Content, Content> = {
  async create(content) {
    const encrypter = new Encrypter();
    encrypter.addRecipient(content.recipient);
    await writeFile(content.path, armor.encode(await encrypter.encrypt(content.secret)), { mode: 0o600 });
    return { id: content.path, outs: content };
  },
  async update(_path, _olds, news) {
    const encrypter = new Encrypter();
    encrypter.addRecipient(news.recipient);
    await writeFile(news.path, armor.encode(await encrypter.encrypt(news.secret)), { mode: 0o600 });
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
