import type { StreamEvent } from "./types";

// Server-sent events of a response body, wherever the network cut it (WHATWG HTML, section 9.2).
// `alive` is called for every piece that arrives, also for comments that only keep the line open.
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  alive: () => void,
  each: (event: StreamEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) each(event);
    }
  }
}

function parseBlock(block: string): StreamEvent | undefined {
  const fields: Record<string, string> = {};
  for (const line of block.split(/\r?\n/)) {
    const [, name, text] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (name) fields[name] = name === "data" && name in fields ? fields[name] + "\n" + text : (text ?? "");
  }
  if (fields.data === undefined) return undefined;
  const [seq, n] = (fields.id ?? "").split(".");
  return { seq: Number(seq) || 0, n: Number(n) || 0, type: fields.event ?? "message", data: JSON.parse(fields.data) };
}
