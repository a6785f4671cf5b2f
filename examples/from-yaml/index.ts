import * as pulumi from "@pulumi/pulumi";
import * as apptego from "pulumi-apptego";

const access = apptego.TenantAccess.fromFile("tenant.yaml");

/** The value of CI's Authorization header, that of the token `ci`: a secret output. */
export const ciAuthorization = pulumi.secret(access.tokens.ci?.authorization);
