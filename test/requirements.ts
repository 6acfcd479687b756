/** Tests that need something of the machine: run where it is, fail in CI where it is not, else say what is missing. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, test } from "vitest";

/** Something of the machine that some tests can't do without. */
export interface Requirement {
  /** What is needed and how to get it, for a reader of the test report. */
  readonly remedy: string;
  /** Where it is, or `undefined` if this machine lacks it. */
  readonly find: () => string | undefined;
}

/** A Python that has Flask; Debian's own comes first, for a `python3` on the PATH may be another one. */
export const flaskPython: Requirement = {
  remedy: "needs a Python with Flask: apt-get install python3-flask",
  find: () =>
    ["/usr/bin/python3", "python3", "python"].find((python) => succeeds(python, ["-c", "import flask"])),
};

/** Debian's gunicorn, with a Flask to serve. */
export const gunicorn: Requirement = {
  remedy: "needs gunicorn and Flask: apt-get install gunicorn python3-flask",
  find: () =>
    succeeds("gunicorn", ["--version"]) && succeeds("/usr/bin/python3", ["-c", "import flask"])
      ? "gunicorn"
      : undefined,
};

/** Flask-WTF, which makes Flask's CSRF tokens, under gunicorn. */
export const flaskWtf: Requirement = {
  remedy: "needs gunicorn and Flask-WTF: apt-get install gunicorn python3-flaskext.wtf",
  find: () =>
    succeeds("gunicorn", ["--version"]) && succeeds("/usr/bin/python3", ["-c", "import flask_wtf"])
      ? "gunicorn"
      : undefined,
};

/** Debian's Chromium. */
export const chromium: Requirement = {
  remedy: "needs Chromium: apt-get install chromium",
  find: () => ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path)),
};

/** Debian's nginx, with the openssl that makes it a certificate and the curl that looks whether all is well. */
export const nginx: Requirement = {
  remedy: "needs nginx, openssl and curl: apt-get install nginx openssl curl",
  find: () =>
    succeeds("nginx", ["-v"]) && succeeds("openssl", ["version"]) && succeeds("/usr/bin/curl", ["--version"])
      ? "nginx"
      : undefined,
};

/** systemd's own check of units; it needs no systemd that runs. */
export const systemdAnalyze: Requirement = {
  remedy: "needs systemd-analyze: apt-get install systemd",
  find: () => (succeeds("systemd-analyze", ["--version"]) ? "systemd-analyze" : undefined),
};

/** Debian's `msgfmt`, which makes catalogues of messages. */
export const msgfmt: Requirement = {
  remedy: "needs msgfmt: apt-get install gettext",
  find: () => (succeeds("msgfmt", ["--version"]) ? "msgfmt" : undefined),
};

/** Describes tests that need it; they get its path. Without it they fail in CI and are skipped elsewhere. */
export function describeWith(requirement: Requirement, name: string, tests: (path: string) => void): void {
  const path = requirement.find();
  if (path !== undefined) {
    describe(name, () => tests(path));
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(`This machine ${requirement.remedy}. In CI these tests must run.`);
    });
  } else {
    test.skip(`${name} (${requirement.remedy})`);
  }
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
