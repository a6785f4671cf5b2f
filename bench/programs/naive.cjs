"use strict";
// What one writes in an afternoon from Pulumi's documentation of dynamic providers: axios, a list for each read,
// retries by axios-retry.
const pulumi = require("@pulumi/pulumi");
const wish = require("./wish.json");

function client() {
  const axios = require("axios");
  const axiosRetry = require("axios-retry");
  const http = axios.create({
    baseURL: process.env.APPTEGO_BASE_URL,
    headers: { Authorization: process.env.APPTEGO_AUTHORIZATION, tenant: process.env.APPTEGO_TENANT_ID },
  });
  axiosRetry.default(http, {
    retries: 10,
    retryDelay: axiosRetry.exponentialDelay,
    retryCondition: axiosRetry.isRetryableError,
  });
  return http;
}

async function post(path, body) {
  return (await client().post(path, body)).data;
}

async function list(path) {
  return (await client().get(path)).data;
}

function differs(olds, news, fields) {
  return fields.some((field) => JSON.stringify(olds[field]) !== JSON.stringify(news[field]));
}

const tokenProvider = {
  async create({ name, permissions }) {
    const { token_key, token_secret } = await post("/create_api_token", { name });
    await post("/update_api_token_permissions", { token_key, permissions: permissions.join(",") });
    return { id: token_key, outs: { name, permissions, tokenKey: token_key, tokenSecret: token_secret } };
  },
  async read(id, props) {
    const { api_tokens } = await list("/get_api_tokens");
    const token = api_tokens.find((one) => one.token_key === id);
    if (!token) return {};
    return { id, props: { ...props, name: token.name, permissions: token.permissions.split(",") } };
  },
  async diff(id, olds, news) {
    const replaces = differs(olds, news, ["name"]) ? ["name"] : [];
    return { changes: differs(olds, news, ["name", "permissions"]), replaces };
  },
  async update(id, olds, news) {
    await post("/update_api_token_permissions", { token_key: id, permissions: news.permissions.join(",") });
    return { outs: { ...olds, permissions: news.permissions } };
  },
  async delete(id) {
    await post("/delete_api_token", { token_key: id });
  },
};

const userProvider = {
  async create({ email, permissions }) {
    const { user_id } = await post("/add_user", { email });
    await post("/update_user_permissions", { user_id, permissions: permissions.join(",") });
    return { id: user_id, outs: { email, permissions } };
  },
  async read(id, props) {
    const { users } = await list("/get_users");
    const user = users.find((one) => one.user_id === id);
    if (!user) return {};
    return { id, props: { ...props, email: user.email, permissions: user.permissions.split(",") } };
  },
  async diff(id, olds, news) {
    const replaces = differs(olds, news, ["email"]) ? ["email"] : [];
    return { changes: differs(olds, news, ["email", "permissions"]), replaces };
  },
  async update(id, olds, news) {
    await post("/update_user_permissions", { user_id: id, permissions: news.permissions.join(",") });
    return { outs: { ...olds, permissions: news.permissions } };
  },
  async delete(id) {
    await post("/remove_user", { user_id: id });
  },
};

const keyProvider = {
  async create({ name, enabled }) {
    const { key_id, key_secret } = await post("/create_automation_key", { name });
    if (!enabled) await post("/update_automation_key", { key_id, enabled });
    return { id: key_id, outs: { name, enabled, keySecret: key_secret } };
  },
  async read(id, props) {
    const { automation_keys } = await list("/get_automation_keys");
    const key = automation_keys.find((one) => one.key_id === id);
    if (!key) return {};
    return { id, props: { ...props, name: key.name, enabled: key.enabled } };
  },
  async diff(id, olds, news) {
    const replaces = differs(olds, news, ["name"]) ? ["name"] : [];
    return { changes: differs(olds, news, ["name", "enabled"]), replaces };
  },
  async update(id, olds, news) {
    await post("/update_automation_key", { key_id: id, enabled: news.enabled });
    return { outs: { ...olds, enabled: news.enabled } };
  },
  async delete(id) {
    await post("/delete_automation_key", { key_id: id });
  },
};

const mappingProvider = {
  async create({ group, permissions }) {
    const body = { group_name: group, permissions: permissions.join(",") };
    const { mapping_id } = await post("/create_saml_group_mapping", body);
    return { id: mapping_id, outs: { group, permissions } };
  },
  async read(id, props) {
    const { mappings } = await list("/get_saml_group_mappings");
    const mapping = mappings.find((one) => one.mapping_id === id);
    if (!mapping) return {};
    return {
      id,
      props: { ...props, group: mapping.group_name, permissions: mapping.permissions.split(",") },
    };
  },
  async diff(id, olds, news) {
    const replaces = differs(olds, news, ["group"]) ? ["group"] : [];
    return { changes: differs(olds, news, ["group", "permissions"]), replaces };
  },
  async update(id, olds, news) {
    const body = { mapping_id: id, permissions: news.permissions.join(",") };
    await post("/update_saml_group_mapping", body);
    return { outs: { ...olds, permissions: news.permissions } };
  },
  async delete(id) {
    await post("/delete_saml_group_mapping", { mapping_id: id });
  },
};

class Token extends pulumi.dynamic.Resource {
  constructor(name, props) {
    super(tokenProvider, name, { tokenKey: undefined, tokenSecret: undefined, ...props });
  }
}
class User extends pulumi.dynamic.Resource {
  constructor(name, props) {
    super(userProvider, name, props);
  }
}
class Key extends pulumi.dynamic.Resource {
  constructor(name, props) {
    super(keyProvider, name, { keySecret: undefined, ...props });
  }
}
class Mapping extends pulumi.dynamic.Resource {
  constructor(name, props) {
    super(mappingProvider, name, props);
  }
}

for (const token of wish.tokens) new Token(token.name, token);
for (const user of wish.users) new User(user.email, user);
for (const key of wish.keys) new Key(key.name, key);
for (const mapping of wish.mappings) new Mapping(mapping.group, mapping);
