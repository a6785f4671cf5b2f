"use strict";
const apptego = require("pulumi-apptego");

const reader = new apptego.ApiToken("reader", { permissions: [] });
new apptego.User("dave", { email: "dave@acme.test", permissions: ["Custom Messages"] });

exports.readerTokenKey = reader.tokenKey;
exports.readerAuthorization = reader.authorization;
