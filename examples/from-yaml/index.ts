import * as pulumi from "@pulumi/pulumi";
import * as apptego from "pulumi-apptego";

const access = apptego.TenantAccess.fromFile("tenant.yaml");

/** The Authorization headers by token name: a secret output. */
export const authorizations = pulumi.secret(access.tokens.ci?.authorization);
