// What went wrong, in the words of the server's problem document (RFC 9457), or ours where there was no answer.
export class Problem extends Error {
  constructor(
    readonly status: number, // 0: no answer
    readonly title: string,
    readonly detail: string,
    readonly instance?: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail || title);
  }

  // Which error it is, for programs: "/problems/…"; empty where there was no answer.
  get type(): string {
    return String(this.body.type ?? "");
  }
}

export interface CallOptions {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  key?: string; // sent twice under one, it is done once
  signal?: AbortSignal;
}

// How a user proves once more who they are, for what needs that; false where they would rather not. The shell sets it.
export const proof: { ask?: (token: string) => Promise<boolean> } = {};

// Speaks to the server in the name of whoever holds the token; without one, in nobody's.
export class Client {
  constructor(
    readonly token: string,
    private readonly onSignedOut: () => void = () => {},
  ) {}

  // The token is good no longer, as whoever used it was told.
  signOut(): void {
    this.onSignedOut();
  }

  async call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const text = await (await this.send(path, options)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  // What is no JSON, as it is.
  async download(path: string): Promise<Blob> {
    return (await this.send(path, {}, "*/*")).blob();
  }

  // What needed a fresh proof was not begun: once there is one, the same is sent again.
  private async send(path: string, options: CallOptions, accept = "application/json"): Promise<Response> {
    try {
      return await this.sendOnce(path, options, accept);
    } catch (error) {
      const needsProof = error instanceof Problem && error.type === "/problems/people/step-up-needed";
      if (!needsProof || !(await proof.ask?.(this.token))) throw error;
      return this.sendOnce(path, options, accept);
    }
  }

  private async sendOnce(path: string, { method = "GET", body, key, signal }: CallOptions, accept: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        headers: {
          Accept: accept,
          ...(this.token && { Authorization: `Bearer ${this.token}` }),
          ...(key && { "Idempotency-Key": key }),
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        signal,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0, "The server does not answer", "Is it running? This page tries again by itself where it shows live data.");
    }
    if (response.ok) return response;
    const problem = problemOf(response, await response.text());
    if (problem.status === 401) this.signOut();
    throw problem;
  }
}

function problemOf(response: Response, text: string): Problem {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const { title, detail, instance } = body as Record<string, string | undefined>;
    return new Problem(response.status, title ?? response.statusText, detail ?? "", instance, body);
  } catch {
    return new Problem(response.status, `The server answered ${response.status}`, response.statusText);
  }
}

export function query(values: Record<string, string | number | undefined | null>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? "?" + new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString() : "";
}
