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
}

export interface CallOptions {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
}

// Speaks to the server in the name of whoever holds the token.
export class Client {
  constructor(
    readonly token: string,
    private readonly onSignedOut: () => void = () => {},
  ) {}

  // The token is good no longer, as whoever used it was told.
  signOut(): void {
    this.onSignedOut();
  }

  async call<T>(path: string, { method = "GET", body, signal }: CallOptions = {}): Promise<T> {
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        headers: {
          Accept: "application/json",
          Authorization: `Bearer ${this.token}`,
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
    const text = await response.text();
    if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
    const problem = await problemOf(response, text);
    if (problem.status === 401) this.signOut();
    throw problem;
  }
}

async function problemOf(response: Response, text: string): Promise<Problem> {
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
