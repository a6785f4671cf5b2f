import { type AccessSubject, splitPermissions, type SubjectKind } from "../../../provider/access/model";
import { type AccessReport, reportOf, type Sourced } from "../../../provider/cli/access/report";

export const subject = (
  kind: SubjectKind,
  name: string,
  permissions: string[] = [],
  more: Partial<AccessSubject> = {},
): AccessSubject => ({ kind, name, ...splitPermissions(permissions), ...more });

export const sourced = (title: string, ...subjects: AccessSubject[]): Sourced => ({
  title,
  matrix: { subjects },
});

const TAKEN_AT = new Date("2031-02-03T04:05:06.000Z");

const AFTER = sourced(
  "the tenant",
  subject("user", "alice@acme.test", ["build_applications", "user_and_api_management"], { status: "active" }),
  subject("user", "dave@acme.test", ["zap"], { status: "invited" }),
  subject("user", "owner@acme.test", ["modify_tenant_settings"], { owner: true, status: "active" }),
  subject("token", "=cmd()|x", ["build_applications"], { id: "t1" }),
);

/** A tenant as it is. */
export const plain = (): AccessReport => reportOf(AFTER, undefined, TAKEN_AT);

/** A tenant and how it differs from a stack. */
export const compared = (): AccessReport =>
  reportOf(
    AFTER,
    sourced(
      "the state of prod",
      subject("user", "alice@acme.test", ["build_applications", "update_certificates"]),
      subject("user", "gone@acme.test", ["modify_configuration"]),
      subject("user", "owner@acme.test", ["modify_tenant_settings"]),
      subject("token", "=cmd()|x", ["build_applications"]),
    ),
    TAKEN_AT,
  );

/** A state of which not all can be read. */
export const partial = (): AccessReport =>
  reportOf(
    {
      ...sourced("the state of prod", subject("user", "alice@acme.test", [], { unreadable: true })),
      unread: [{ kind: "group", reason: "AppTego said no" }],
    },
    sourced("before", subject("group", "ops")),
    TAKEN_AT,
  );
