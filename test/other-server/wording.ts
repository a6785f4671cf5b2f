/** Why a call is refused. */
export type Reason =
  | "authentication"
  | "permission"
  | "plan"
  | "validation"
  | "missing"
  | "conflict"
  | "full"
  | "lockout"
  | "tooMany"
  | "broken";

/** The languages that a server may answer in. */
export const LANGUAGES = ["en", "de", "fr", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of each refusal but the plan's, which is documented. */
const WORDS: Readonly<Record<Exclude<Reason, "plan">, Readonly<Record<Language, string>>>> = {
  authentication: {
    en: "Who are you?",
    de: "Anmeldung fehlgeschlagen",
    fr: "Échec de l'authentification",
    ja: "認証に失敗しました",
  },
  permission: { en: "Not for you", de: "Keine Berechtigung", fr: "Accès refusé", ja: "権限がありません" },
  validation: { en: "Bad input", de: "Ungültige Eingabe", fr: "Données invalides", ja: "入力が不正です" },
  missing: { en: "No such thing", de: "Nicht vorhanden", fr: "Introuvable", ja: "見つかりません" },
  conflict: { en: "Taken", de: "Schon vorhanden", fr: "Existe déjà", ja: "既に存在します" },
  full: { en: "No room left", de: "Kontingent erschöpft", fr: "Quota atteint", ja: "上限に達しました" },
  lockout: {
    en: "Somebody has to stay in charge",
    de: "Der letzte Administrator bleibt",
    fr: "Dernier administrateur",
    ja: "最後の管理者です",
  },
  tooMany: { en: "Slow down", de: "Zu viele Aufrufe", fr: "Trop de requêtes", ja: "リクエストが多すぎます" },
  broken: { en: "Oops", de: "Interner Fehler", fr: "Erreur interne", ja: "内部エラー" },
};

/** A call that the server doesn't carry out. */
export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    /** The feature that the plan lacks, or the permission that the caller lacks. */
    readonly subject = "",
  ) {
    super(reason);
  }
}

/** The body of a refusal. */
export function refusalBody({ reason, subject }: Refusal, language: Language): Record<string, unknown> {
  if (reason === "plan") return { error: `${subject} require a Team or Enterprise plan` };
  const error = WORDS[reason][language];
  if (reason !== "permission") return { error };
  return { error, permission_denied: true, required_permission: subject };
}
