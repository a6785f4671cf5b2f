import { ApiToken, getUsers, Permission } from "pulumi-apptego";

const members = await getUsers();
const reports = new ApiToken("reports", { permissions: [Permission.Certificates] });

export const administrators = members
  .filter(({ permissions }) => permissions.includes(Permission.UsersAndApiManagement))
  .map(({ email }) => email);
export const reportsTokenKey = reports.tokenKey;
export const reportsAuthorization = reports.authorization;
