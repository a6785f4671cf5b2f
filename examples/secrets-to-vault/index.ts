import * as pulumi from "@pulumi/pulumi";
import * as apptego from "pulumi-apptego";
import { AgeFile } from "./age-file";

const config = new pulumi.Config();

const ci = new apptego.ApiToken("ci", {
  permissions: [apptego.Permission.Builds],
  rotateOn: { rotation: config.get("rotation") ?? "1" },
});

const vault = new AgeFile("ci-authorization", {
  path: "ci-authorization.age",
  recipient: config.require("recipient"),
  secret: ci.authorization,
});

export const file = vault.id;
