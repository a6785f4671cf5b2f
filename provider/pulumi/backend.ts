import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { backendUrl, loginFolder } from "../api/connection";
import { yaml } from "../api/yaml-node";

/** Where Pulumi's own tools look for the backend of a stack. */
export interface BackendSources {
  /** What the environment names. */
  readonly url: string | undefined;
  /** The project's folder, or one below it. */
  readonly folder: string;
  /** The folder of the file in which `pulumi login` keeps its choice. */
  readonly login: string;
  /** Undefined where the run has none. */
  readonly organization: string | undefined;
  readonly host: string;
  readonly home: string;
}

const FILES = "file://";
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
const Project = z.object({ backend: z.object({ url: z.string().min(1) }) });
const Login = z.object({ current: z.string().min(1) });

/**
 * What tells two stacks of one project and name apart: their organization and their backend, and for one in files the
 * machine and its user too. It is found as Pulumi finds it: environment, project, login. What can't be read is nothing.
 */
export function backendIdentity(sources: BackendSources = sourcesOfProcess()): string {
  const { organization = "", folder, login, host, home } = sources;
  const found = sources.url ?? urlOfProject(folder) ?? urlOfLogin(login) ?? "";
  const url = absolute(found.replace(/\/+$/, ""), folder);
  return JSON.stringify([organization, url, ...(url.startsWith("file:") ? [host, home] : [])]);
}

/** The CLI takes a folder of files relative to where it runs: two checkouts that name the same one have two. */
function absolute(url: string, folder: string): string {
  const place = url.startsWith(FILES) ? url.slice(FILES.length) : "/";
  return path.isAbsolute(place) || place.startsWith("~") ? url : FILES + path.resolve(folder, place);
}

function sourcesOfProcess(): BackendSources {
  return {
    url: backendUrl(),
    folder: projectFolder(),
    login: loginFolder(),
    organization: organizationOfRun(),
    host: hostname(),
    home: homedir(),
  };
}

/** Newer SDKs tell the project's folder; a program runs in it, or below it. */
function projectFolder(): string {
  const told = "getRootDirectory" in pulumi.runtime ? pulumi.runtime.getRootDirectory() : "";
  return path.isAbsolute(told) ? told : process.cwd();
}

function organizationOfRun(): string | undefined {
  try {
    return pulumi.getOrganization();
  } catch {
    return undefined; // the SDK throws where the engine told none
  }
}

function urlOfProject(folder: string): string | undefined {
  for (const file of PROJECT_FILES) {
    const content = contentOf(path.join(folder, file));
    if (content !== undefined) return Project.safeParse(content).data?.backend.url;
  }
  const above = path.dirname(folder);
  return above === folder ? undefined : urlOfProject(above);
}

function urlOfLogin(folder: string): string | undefined {
  return Login.safeParse(contentOf(path.join(folder, "credentials.json"))).data?.current;
}

function contentOf(file: string): unknown {
  try {
    const content = readFileSync(file, "utf8");
    return yaml().parse(content);
  } catch {
    return undefined;
  }
}
