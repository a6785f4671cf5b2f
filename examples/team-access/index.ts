import * as pulumi from "@pulumi/pulumi";
import * as apptego from "pulumi-apptego";

const { Builds, Certificates, Configuration, UsersAndApiManagement } = apptego.Permission;

// Who may do what: this table is what a pull request reviews.
const people: Record<string, apptego.Permission[]> = {
  "alice@acme.test": [UsersAndApiManagement, Configuration],
  "bob@acme.test": [Builds, Certificates],
  "carol@acme.test": [Builds],
};

for (const [email, permissions] of Object.entries(people)) {
  new apptego.User(email, { email, permissions });
}

new apptego.SamlGroupMapping("developers", { groupName: "apptego-developers", permissions: [Builds] });

// A change of this value issues new credentials; the old ones are revoked once nothing uses them any more.
const rotation = new pulumi.Config().get("rotation") ?? "2026-11";

const ci = new apptego.ApiToken("ci", { permissions: [Builds], rotateOn: { rotation } });
const pipeline = new apptego.AutomationKey("pipeline", { rotateOn: { rotation } });

export const ciTokenKey = ci.tokenKey;
export const ciAuthorization = ci.authorization; // a secret output
export const pipelineAuthorization = pipeline.authorization; // a secret output
