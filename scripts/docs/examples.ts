import type { ResourceType } from "../../provider/resources";

/** The program that each resource's page begins with; a test compiles them. */
export const EXAMPLES: Readonly<Record<ResourceType, string>> = {
  ApiToken: `import * as apptego from "pulumi-apptego";

const ci = new apptego.ApiToken("ci", { permissions: [apptego.Permission.Builds], rotateOn: { month: "2026-11" } });

export const ciAuthorization = ci.authorization; // a secret output`,
  User: `import * as apptego from "pulumi-apptego";

new apptego.User("alice", { email: "alice@acme.test", permissions: ["build_applications", "Certificates"] });`,
  SamlGroupMapping: `import * as apptego from "pulumi-apptego";

new apptego.SamlGroupMapping("admins", {
  groupName: "apptego-admins",
  permissions: [apptego.Permission.UsersAndApiManagement],
});`,
  AutomationKey: `import * as apptego from "pulumi-apptego";

const pipeline = new apptego.AutomationKey("pipeline", { enabled: true });

export const pipelineAuthorization = pipeline.authorization; // a secret output`,
};
