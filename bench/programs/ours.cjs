"use strict";
const apptego = require("pulumi-apptego");
const wish = require("./wish.json");

for (const { name, permissions } of wish.tokens) new apptego.ApiToken(name, { permissions });
for (const { email, permissions } of wish.users) new apptego.User(email, { email, permissions });
for (const { name, enabled } of wish.keys) new apptego.AutomationKey(name, { enabled });
for (const { group, permissions } of wish.mappings)
  new apptego.SamlGroupMapping(group, { groupName: group, permissions });
