import * as pulumi from "@pulumi/pulumi";
import * as apptego from "pulumi-apptego";
import { AgeFile } from "./age-file";

const config = new pulumi.Config();

const ci = new apptego.ApiToken("ci", {
  permissions: [apptego.Permission.Builds],
  rotateOn: { rotation: config.get("rotation") ?? "1" },
});

// Only a token that was imported has no secret.
const authorization = ci.authorization.apply((header) => {
  if (header === undefined) throw new Error("The token 'ci' was imported, so its secret isn't known: change rotateOn.");
  return header;
});

const vault = new AgeFile("ci-authorization", {
  path: "ci-authorization.age",
  recipient: config.require("recipient"),
  secret: authorization,
});

export const file = vault.id;
